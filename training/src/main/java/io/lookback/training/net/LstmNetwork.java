package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Arrays;
import java.util.Map;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers et al., 2000).
 *
 * <p>Gates {@code i, f, g, o} from {@code [x_t, h_{t-1}]}; {@code c_t = f c_{t-1} + i g}; {@code h_t = o tanh(c_t)}; a
 * linear head on {@code h_t}. The memory is {@code m = [h, c]}. The step graph computes the four gates in one product
 * and the three sigmoids in one call, in the order {@code i, f, o, g}.
 */
public final class LstmNetwork implements Network {

    public static final String CELL = "lstm";

    /** Hidden size of the shipped model. */
    public static final int HIDDEN = 48;

    private static final int F = CellInput.SIZE;
    /** Where PyTorch's gates i, f, g, o go: to i, f, o, g. */
    private static final int[] GATE_ORDER = {0, 1, 3, 2};

    private final int hidden;
    private final Parameters parameters;
    private final NDArray inputWeight;
    private final NDArray hiddenWeight;
    private final NDArray inputBias;
    private final NDArray hiddenBias;
    private final Linear head;

    public LstmNetwork(int hidden, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.hidden = hidden;
        this.parameters = parameters;
        this.inputWeight = parameters.uniform("input_weight", bound, 4L * hidden, F);
        this.hiddenWeight = parameters.uniform("hidden_weight", bound, 4L * hidden, hidden);
        this.inputBias = parameters.of("input_bias", rememberingBias(hidden), 4L * hidden);
        this.hiddenBias = parameters.constant("hidden_bias", 0, 4L * hidden);
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
        return Map.of("memory", Integer.toString(2 * hidden), "hidden", Integer.toString(hidden));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDArray zeros = x.getManager().zeros(new Shape(1, x.getShape().get(0), hidden));
        NDList weights = new NDList(inputWeight, hiddenWeight, inputBias, hiddenBias);
        NDArray h = x.getNDArrayInternal()
                .lstm(x, new NDList(zeros, zeros), weights, true, 1, 0, true, false, true)
                .get(0);
        return head.of(h);
    }

    @Override
    public StepMemory freshMemory() {
        return new VectorMemory(2 * hidden);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        String x = graph.input("x", "B", F);
        String m = graph.input("m", "B", 2L * hidden);
        graph.split(m, graph.integers("memory_widths", hidden, hidden), "h", "c");
        String gates = writeGates(graph, graph.node("Concat", "axis", 1, "xh", x, "h"));
        graph.split(gates, graph.integers("gate_widths", 3L * hidden, hidden), "sigmoid_gates", "tanh_gate");
        graph.node("Sigmoid", "opening", "sigmoid_gates");
        graph.node("Tanh", "candidate", "tanh_gate");
        graph.split("opening", graph.integers("opening_widths", hidden, hidden, hidden), "i", "f", "o");
        graph.node("Mul", "kept", "f", "c");
        graph.node("Mul", "written", "i", "candidate");
        graph.node("Add", "c_next", "kept", "written");
        graph.node("Tanh", "c_squashed", "c_next");
        graph.node("Mul", "h_next", "o", "c_squashed");
        graph.node("Concat", "axis", 1, "m_next", "h_next", "c_next");
        Head.write(graph, x, head.write(graph, "raw", "h_next"));
        graph.output("m_next", "B", 2L * hidden);
    }

    private String writeGates(GraphWriter graph, String xh) {
        int columns = 4 * hidden;
        float[] fromX = inputWeight.toFloatArray();
        float[] fromH = hiddenWeight.toFloatArray();
        float[] biasX = inputBias.toFloatArray();
        float[] biasH = hiddenBias.toFloatArray();
        float[] weight = new float[(F + hidden) * columns];
        float[] bias = new float[columns];
        for (int column = 0; column < columns; column++) {
            int source = GATE_ORDER[column / hidden] * hidden + column % hidden;
            for (int k = 0; k < F; k++) {
                weight[k * columns + column] = fromX[source * F + k];
            }
            for (int k = 0; k < hidden; k++) {
                weight[(F + k) * columns + column] = fromH[source * hidden + k];
            }
            bias[column] = biasX[source] + biasH[source];
        }
        String w = graph.weight("gate_weight", weight, F + hidden, columns);
        String b = graph.weight("gate_bias", bias, columns);
        return graph.node("Gemm", "gates", xh, w, b);
    }

    /** Zeros, but ones for the forget gate, so that a fresh cell remembers. */
    private static float[] rememberingBias(int hidden) {
        float[] bias = new float[4 * hidden];
        Arrays.fill(bias, hidden, 2 * hidden, 1);
        return bias;
    }
}
