package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import io.lookback.training.graph.GraphWriter;

/** Layer normalization over the last axis (Ba et al., 2016). */
final class Norm {

    /** ONNX's default, which the node relies on. */
    private static final float EPSILON = 1e-5f;

    private final String name;
    private final int width;
    private final NDArray gain;
    private final NDArray shift;

    Norm(String name, int width, Parameters parameters) {
        this.name = name;
        this.width = width;
        this.gain = parameters.constant(name + "_gain", 1, width);
        this.shift = parameters.constant(name + "_shift", 0, width);
    }

    NDArray of(NDArray x) {
        return LayerNorm.layerNorm(x, new Shape(width), gain, shift, EPSILON).singletonOrThrow();
    }

    String write(GraphWriter graph, String output, String x) {
        String g = graph.weight(name + "_gain", gain.toFloatArray(), width);
        String s = graph.weight(name + "_shift", shift.toFloatArray(), width);
        return graph.node("LayerNormalization", output, x, g, s);
    }
}
