package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.graph.AttentionMemory;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.StepMemory;
import java.util.Map;

/**
 * A recurrent network that attends to all of its own hidden states (the recurrence of Kerg et al., 2020, with a choice
 * of {@link Align}).
 *
 * <p>{@code h_t = tanh(A [x_t, c_{t-1}] + b)}; {@code e_i = align(h_t, h_i)} for {@code i = 1..t}, itself included;
 * {@code alpha = softmax(e)}; {@code c_t = sum alpha_i h_i}; a linear head on {@code [h_t, c_t]}. What is cached is
 * {@code h_1..h_t} and {@code c_t}. The step graph never joins the present row to the cached ones: only their scores
 * are joined, so that a step reads the cache twice and copies it never.
 */
public final class SelfAttentionNetwork implements Network {

    public static final String CELL = "self-attention-rnn";

    /** Hidden size of the shipped model. */
    public static final int HIDDEN = 32;

    private static final int F = CellInput.SIZE;
    private static final float MASKED = -1e9f;

    private final int hidden;
    private final Align align;
    private final Parameters parameters;
    private final NDArray inputWeight;
    private final NDArray contextWeight;
    private final NDArray bias;
    private final Alignment alignment;
    private final Linear head;

    public SelfAttentionNetwork(int hidden, Align align, Parameters parameters) {
        double bound = 1 / Math.sqrt(F + hidden);
        this.hidden = hidden;
        this.align = align;
        this.parameters = parameters;
        this.inputWeight = parameters.uniform("input_weight", bound, F, hidden);
        this.contextWeight = parameters.uniform("context_weight", bound, hidden, hidden);
        this.bias = parameters.constant("bias", 0, hidden);
        this.alignment = Alignment.of(align, hidden, parameters);
        this.head = Linear.head(2 * hidden, parameters);
    }

    @Override
    public String cell() {
        return CELL;
    }

    @Override
    public String contract() {
        return "attention/1";
    }

    @Override
    public Map<String, String> details() {
        String size = Integer.toString(hidden);
        return Map.of("hidden", size, "context", size, "row", size, "align", align.toString());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray outputs(NDArray x, NDArray before) {
        NDList drive = x.matMul(inputWeight).add(bias).split(x.getShape().get(1), 1);
        NDArray context = x.getManager().zeros(new Shape(x.getShape().get(0), hidden));
        NDList seen = new NDList();
        NDList features = new NDList();
        for (NDArray driven : drive) {
            NDArray row =
                    context.matMul(contextWeight).expandDims(1).add(driven).tanh();
            seen.add(row);
            NDArray rows = NDArrays.concat(seen, 1);
            NDArray query = alignment.query(row.squeeze(1));
            NDArray weights = alignment.scores(query, alignment.keys(rows)).softmax(1);
            NDArray attended = weights.transpose(0, 2, 1).batchMatMul(rows);
            features.add(row.concat(attended, 2));
            context = attended.squeeze(1);
        }
        return head.of(NDArrays.concat(features, 1));
    }

    @Override
    public StepMemory freshMemory() {
        return new AttentionMemory(hidden, hidden, 0);
    }

    @Override
    public void writeStep(GraphWriter graph) {
        String x = graph.input("x", "B", F);
        String c = graph.input("c", "B", hidden);
        String rows = graph.input("rows", "B", "T", hidden);
        String mask = graph.input("mask", "B", "T");
        writeRow(graph, graph.node("Concat", "axis", 1, "xc", x, c));
        writeWeights(graph, rows, mask);
        writeContext(graph, rows);
        String features = graph.node("Concat", "axis", 1, "features", "row", "c_next");
        Head.write(graph, x, head.write(graph, "raw", features));
        graph.output("c_next", "B", hidden);
        graph.output("row", "B", hidden);
        graph.output("weights", "B", "T_and_itself");
    }

    private void writeRow(GraphWriter graph, String xc) {
        float[] fromX = inputWeight.toFloatArray();
        float[] fromC = contextWeight.toFloatArray();
        float[] both = new float[fromX.length + fromC.length];
        System.arraycopy(fromX, 0, both, 0, fromX.length);
        System.arraycopy(fromC, 0, both, fromX.length, fromC.length);
        String weight = graph.weight("recurrent_weight", both, F + hidden, hidden);
        String shift = graph.weight("recurrent_bias", bias.toFloatArray(), hidden);
        graph.node("Tanh", "row", graph.node("Gemm", "driven", xc, weight, shift));
        graph.node("Unsqueeze", "row_alone", "row", graph.integers("row_axis", 1));
    }

    private void writeWeights(GraphWriter graph, String rows, String mask) {
        String query = alignment.writeQuery(graph, "row");
        String last = graph.integers("last_axis", 2);
        String ofRows = alignment.writeScores(graph, "rows_scores", query, rows);
        String ofItself = alignment.writeScores(graph, "own_scores", query, "row_alone");
        String cached = graph.node("Squeeze", "cached_scores", ofRows, last);
        String own = graph.node("Squeeze", "own_score", ofItself, last);
        String present = graph.node("Greater", "present", mask, graph.scalar("half", 0.5f));
        String masked = graph.node("Where", "masked_scores", present, cached, graph.scalar("masked", MASKED));
        String scores = graph.node("Concat", "axis", 1, "scores", masked, own);
        graph.node("Softmax", "axis", 1, "weights", scores);
    }

    private static void writeContext(GraphWriter graph, String rows) {
        String first = graph.integers("first", 0);
        String itself = graph.integers("itself", -1);
        String end = graph.integers("end", Long.MAX_VALUE);
        String axis = graph.integers("weight_axis", 1);
        String ofRows = graph.node("Slice", "cached_weights", "weights", first, itself, axis);
        String own = graph.node("Slice", "own_weight", "weights", itself, end, axis);
        String wide = graph.node("Unsqueeze", "cached_weights_alone", ofRows, axis);
        String summed = graph.node("MatMul", "cached_context_alone", wide, rows);
        String cached = graph.node("Squeeze", "cached_context", summed, axis);
        String added = graph.node("Mul", "own_context", own, "row");
        graph.node("Add", "c_next", cached, added);
    }
}
