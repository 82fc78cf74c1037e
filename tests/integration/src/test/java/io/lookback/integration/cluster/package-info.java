/** Flink and Kafka as processes of their own, which can be killed. */
@NullMarked
package io.lookback.integration.cluster;

import org.jspecify.annotations.NullMarked;
