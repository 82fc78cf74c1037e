/** Writes step graphs with their model cards as .onnx files, reads weights back, and rolls graphs through ONNX Runtime to check them. Knows no training. */
@NullMarked
package io.lookback.training.graph;

import org.jspecify.annotations.NullMarked;
