/**
 * Which requests the pages of this process answer: the live page, Flink's web UI and the metrics. They have no login, so
 * a page of another origin in the user's browser must not get through. Knows neither Kafka nor the job.
 */
@NullMarked
package io.lookback.cli.http;

import org.jspecify.annotations.NullMarked;
