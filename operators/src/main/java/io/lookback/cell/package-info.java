/** The sequence cells: what advances a memory by one step and predicts the next value. Knows memories and ONNX models, not scores or Flink. */
@NullMarked
package io.lookback.cell;

import org.jspecify.annotations.NullMarked;
