package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.GraphWriter;

/** An affine map {@code x W + b}. */
final class Linear {

    private final String name;
    private final NDArray weight;
    private final NDArray bias;

    /** @param bound of the first weights, uniform in +-bound */
    Linear(String name, int in, int out, double bound, Parameters parameters) {
        this.name = name;
        this.weight = parameters.uniform(name + "_weight", bound, in, out);
        this.bias = parameters.constant(name + "_bias", 0, out);
    }

    /** @param firstBias as many numbers as there are outputs */
    Linear(String name, int in, float[] firstBias, double bound, Parameters parameters) {
        this.name = name;
        this.weight = parameters.uniform(name + "_weight", bound, in, firstBias.length);
        this.bias = parameters.of(name + "_bias", firstBias, firstBias.length);
    }

    /** The head of a cell: starts near "the last value again". */
    static Linear head(int in, Parameters parameters) {
        return new Linear("head", in, 2, 0.25 / Math.sqrt(in), parameters);
    }

    NDArray of(NDArray x) {
        return x.matMul(weight).add(bias);
    }

    /** Row-major {@code [in, out]}. */
    float[] weight() {
        return weight.toFloatArray();
    }

    float[] bias() {
        return bias.toFloatArray();
    }

    /** Adds it as a node named {@code output}, for a matrix {@code x}. */
    String write(GraphWriter graph, String output, String x) {
        long in = weight.getShape().get(0);
        long out = weight.getShape().get(1);
        String w = graph.weight(name + "_weight", weight(), in, out);
        String b = graph.weight(name + "_bias", bias(), out);
        return graph.node("Gemm", output, x, w, b);
    }
}
