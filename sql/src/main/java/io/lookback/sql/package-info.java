/**
 * Detection for Flink's SQL and Table API: a table from a table, a connector, functions and a provider of models. It knows
 * rows and columns, and nothing of Kafka or of job.yaml.
 */
@NullMarked
package io.lookback.sql;

import org.jspecify.annotations.NullMarked;
