/** Series in CSV files: finding, reading and writing them. Knows neither Flink nor Kafka. */
@NullMarked
package io.lookback.cli.files;

import org.jspecify.annotations.NullMarked;
