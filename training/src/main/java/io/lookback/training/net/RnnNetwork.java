package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.RNN;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import io.lookback.training.graph.VectorMemory;
import java.util.Map;

/**
 * The simple recurrent network (Elman, Finding structure in time, Cognitive Science 14, 1990).
 *
 * <p>{@code h_t = tanh(W x_t + U h_{t-1} + b)}; a linear head on {@code h_t}. The memory is {@code m = h}.
 */
public final class RnnNetwork implements Network {

    public static final String CELL = "rnn";

    public static final int HIDDEN = 48;

    private static final int F = CellInput.SIZE;

    private final int hidden;
    private final Parameters parameters;
    private final NDArray inputWeight;
    private final NDArray hiddenWeight;
    private final NDArray inputBias;
    private final NDArray hiddenBias;
    private final Linear head;

    public RnnNetwork(int hidden, Parameters parameters) {
        double bound = 1 / Math.sqrt(hidden);
        this.hidden = hidden;
        this.parameters = parameters;
        this.inputWeight = parameters.uniform("input_weight", bound, hidden, F);
        this.hiddenWeight = parameters.uniform("hidden_weight", bound, hidden, hidden);
        this.inputBias = parameters.constant("input_bias", 0, hidden);
        this.hiddenBias = parameters.constant("hidden_bias", 0, hidden);
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
                .rnn(x, zeros, weights, true, 1, RNN.Activation.TANH, 0, true, false, true)
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
        float[] weight = Stacked.transposed(inputWeight.toFloatArray(), hiddenWeight.toFloatArray(), hidden);
        String w = graph.weight("recurrent_weight", weight, F + hidden, hidden);
        String b = graph.weight("recurrent_bias", inputBias.add(hiddenBias).toFloatArray(), hidden);
        String xm = graph.node("Concat", "axis", 1, "xm", x, m);
        graph.node("Tanh", "m_next", graph.node("Gemm", "driven", xm, w, b));
        Head.write(graph, x, head.write(graph, "raw", "m_next"));
        graph.output("m_next", "B", hidden);
    }
}
