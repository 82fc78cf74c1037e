/** ONNX Runtime and nothing else: the process's environment, shared models, calls with preallocated buffers. The only package that imports {@code ai.onnxruntime}; every native value has exactly one owner here that closes it. */
@NullMarked
package io.lookback.onnx;

import org.jspecify.annotations.NullMarked;
