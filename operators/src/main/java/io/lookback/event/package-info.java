/**
 * What flows through a job: observations in, scores, alerts and rejections out. Plain values without behavior toward
 * Flink, Kafka, Avro or ONNX Runtime; this package imports no other package of the project.
 */
@NullMarked
package io.lookback.event;

import org.jspecify.annotations.NullMarked;
