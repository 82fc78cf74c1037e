/** How well scores meet labels, and the simple detectors to hold them against. Knows neither files nor Flink. */
@NullMarked
package io.lookback.cli.evaluate;

import org.jspecify.annotations.NullMarked;
