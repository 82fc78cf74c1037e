package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.lookback.training.graph.Formula;
import java.util.Arrays;

/**
 * A gated recurrent unit (Cho et al., 2014, arXiv 1406.1078, section 2.3), in the form in which the reset gate acts after
 * the product, which PyTorch and cuDNN compute:
 *
 * <p>{@code r, z = sigmoid(W [x_t, h_{t-1}] + b)}; {@code n = tanh(A x_t + a + r (U h_{t-1} + u))};
 * {@code h_t = (1 - z) n + z h_{t-1}}.
 */
final class Gru {

    private final String prefix;
    private final int inputs;
    private final int hidden;
    private final NDArray inputWeight;
    private final NDArray hiddenWeight;
    private final NDArray inputBias;
    private final NDArray hiddenBias;

    /** @param prefix of the names of its weights, empty for the only unit of a network */
    Gru(String prefix, int inputs, int hidden, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.prefix = prefix;
        this.inputs = inputs;
        this.hidden = hidden;
        this.inputWeight = parameters.uniform(prefix + "input_weight", bound, 3L * hidden, inputs);
        this.hiddenWeight = parameters.uniform(prefix + "hidden_weight", bound, 3L * hidden, hidden);
        this.inputBias = parameters.of(prefix + "input_bias", rememberingBias(hidden), 3L * hidden);
        this.hiddenBias = parameters.constant(prefix + "hidden_bias", 0, 3L * hidden);
    }

    /** All states {@code [B, T, H]} over inputs {@code [B, T, inputs]}, from first states {@code [B, H]} on. */
    NDArray over(NDArray x, NDArray first) {
        NDList weights = new NDList(inputWeight, hiddenWeight, inputBias, hiddenBias);
        return x.getNDArrayInternal()
                .gru(x, first.expandDims(0), weights, true, 1, 0, true, false, true)
                .get(0);
    }

    /** The state {@code [B, H]} after an input {@code [B, inputs]} and a state {@code [B, H]}. */
    String write(Formula f, String x, String h) {
        String[] gates = f.split(f.sigmoid(writeGates(f, f.concat(1, x, h))), hidden, hidden);
        String fromX = writeCandidate(f, "input", x, inputWeight, inputBias);
        String fromH = writeCandidate(f, "hidden", h, hiddenWeight, hiddenBias);
        String candidate = f.tanh(f.add(fromX, f.multiply(gates[0], fromH)));
        return f.add(candidate, f.multiply(gates[1], f.subtract(h, candidate)));
    }

    /** Reset and update gate before the sigmoid, {@code [B, 2 H]}. */
    private String writeGates(Formula f, String xh) {
        String both = "0:" + 2 * hidden;
        float[] weight = Stacked.transposed(
                inputWeight.get(both).toFloatArray(), hiddenWeight.get(both).toFloatArray(), 2 * hidden);
        float[] bias = inputBias.get(both).add(hiddenBias.get(both)).toFloatArray();
        String w = f.graph().weight(prefix + "gate_weight", weight, (long) inputs + hidden, 2L * hidden);
        String b = f.graph().weight(prefix + "gate_bias", bias, 2L * hidden);
        return f.graph().node("Gemm", prefix + "gates", xh, w, b);
    }

    private String writeCandidate(Formula f, String name, String from, NDArray weights, NDArray biases) {
        String last = 2 * hidden + ":";
        float[] weight = Stacked.transposed(weights.get(last).toFloatArray(), new float[0], hidden);
        String w = f.graph().weight(prefix + name + "_weight", weight, weight.length / hidden, hidden);
        String b = f.graph().weight(prefix + name + "_bias", biases.get(last).toFloatArray(), hidden);
        return f.graph().node("Gemm", prefix + "from_" + name, from, w, b);
    }

    /** Zeros, but ones for the update gate, so that a fresh cell remembers. */
    private static float[] rememberingBias(int hidden) {
        float[] bias = new float[3 * hidden];
        Arrays.fill(bias, hidden, 2 * hidden, 1);
        return bias;
    }
}
