package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.Formula;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Arrays;
import java.util.Map;

/**
 * The gated recurrent unit (Cho et al., 2014, arXiv 1406.1078, section 2.3), in the form in which the reset gate acts
 * after the product, which PyTorch and cuDNN compute:
 *
 * <p>{@code r, z = sigmoid(W [x_t, h_{t-1}] + b)}; {@code n = tanh(A x_t + a + r (U h_{t-1} + u))};
 * {@code h_t = (1 - z) n + z h_{t-1}}; a linear head on {@code h_t}. The memory is {@code m = h}.
 */
public final class GruNetwork implements Network {

    public static final String CELL = "gru";

    public static final int HIDDEN = 48;

    private static final int F = CellInput.SIZE;

    private final int hidden;
    private final Parameters parameters;
    private final NDArray inputWeight;
    private final NDArray hiddenWeight;
    private final NDArray inputBias;
    private final NDArray hiddenBias;
    private final Linear head;

    public GruNetwork(int hidden, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.hidden = hidden;
        this.parameters = parameters;
        this.inputWeight = parameters.uniform("input_weight", bound, 3L * hidden, F);
        this.hiddenWeight = parameters.uniform("hidden_weight", bound, 3L * hidden, hidden);
        this.inputBias = parameters.of("input_bias", rememberingBias(hidden), 3L * hidden);
        this.hiddenBias = parameters.constant("hidden_bias", 0, 3L * hidden);
        this.head = Linear.head(hidden, parameters);
    }

    @Override
    public String cell() {
        return CELL;
    }

    @Override
    public String contract() {
        return "vector/1";
    }

    @Override
    public Map<String, String> details() {
        return Map.of("memory", Integer.toString(hidden), "hidden", Integer.toString(hidden));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDArray zeros = x.getManager().zeros(new Shape(1, x.getShape().get(0), hidden));
        NDList weights = new NDList(inputWeight, hiddenWeight, inputBias, hiddenBias);
        return head.of(x.getNDArrayInternal()
                .gru(x, zeros, weights, true, 1, 0, true, false, true)
                .get(0));
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(hidden);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        String x = graph.input("x", "B", F);
        String m = graph.input("m", "B", hidden);
        Formula f = new Formula(graph, "gru");
        String[] gates = f.split(f.sigmoid(writeGates(graph, f.concat(1, x, m))), hidden, hidden);
        String fromX = writeCandidate(graph, "input", x, inputWeight, inputBias);
        String fromM = writeCandidate(graph, "hidden", m, hiddenWeight, hiddenBias);
        String candidate = f.tanh(f.add(fromX, f.multiply(gates[0], fromM)));
        String next = f.add(candidate, f.multiply(gates[1], f.subtract(m, candidate)));
        f.output("m_next", next, "B", hidden);
        Head.write(graph, x, head.write(graph, "raw", next));
    }

    /** Reset and update gate before the sigmoid, {@code [B, 2 H]}. */
    private String writeGates(GraphWriter graph, String xm) {
        String both = "0:" + 2 * hidden;
        float[] weight = Stacked.transposed(
                inputWeight.get(both).toFloatArray(), hiddenWeight.get(both).toFloatArray(), 2 * hidden);
        float[] bias = inputBias.get(both).add(hiddenBias.get(both)).toFloatArray();
        String w = graph.weight("gate_weight", weight, F + hidden, 2L * hidden);
        return graph.node("Gemm", "gates", xm, w, graph.weight("gate_bias", bias, 2L * hidden));
    }

    private String writeCandidate(GraphWriter graph, String name, String from, NDArray weights, NDArray biases) {
        String last = 2 * hidden + ":";
        float[] weight = Stacked.transposed(weights.get(last).toFloatArray(), new float[0], hidden);
        String w = graph.weight(name + "_weight", weight, weight.length / hidden, hidden);
        String b = graph.weight(name + "_bias", biases.get(last).toFloatArray(), hidden);
        return graph.node("Gemm", "from_" + name, from, w, b);
    }

    /** Zeros, but ones for the update gate, so that a fresh cell remembers. */
    private static float[] rememberingBias(int hidden) {
        float[] bias = new float[3 * hidden];
        Arrays.fill(bias, hidden, 2 * hidden, 1);
        return bias;
    }
}
