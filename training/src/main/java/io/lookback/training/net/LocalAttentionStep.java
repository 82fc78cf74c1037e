package io.lookback.training.net;

import io.lookback.normalize.CellInput;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import java.util.Arrays;

/**
 * Writes the step form of a {@link LocalAttentionNetwork}.
 *
 * <p>A cached row is {@code [k, v]} of all heads. Splitting or transposing the cache would copy it at every step, so the
 * heads are told apart on the small side: the query is laid out as a matrix {@code [2d, heads]} with zeros where a
 * head's keys are not, which makes all scores one product with the rows as they are; the weights times the rows give
 * {@code [heads, 2d]}, of which the output map, with zeros where a head's values are not, takes its part. Exact zeros add
 * nothing, so the result is that of the textbook form.
 *
 * <p>The bias is gathered by age; the entry of age 0, an empty slot, is {@value #MASKED}, so the same lookup masks.
 */
final class LocalAttentionStep {

    static final float MASKED = -1e9f;

    private final LocalAttentionNetwork network;
    private final GraphWriter graph;
    private final int hidden;
    private final int heads;
    private final int headSize;
    private final int window;

    LocalAttentionStep(LocalAttentionNetwork network, GraphWriter graph) {
        this.network = network;
        this.graph = graph;
        this.hidden = network.sizes.hidden();
        this.heads = network.sizes.heads();
        this.headSize = network.sizes.headSize();
        this.window = network.sizes.window();
    }

    void write() {
        String x = graph.input("x", "B", CellInput.SIZE);
        graph.input("rows", "B", window, 2L * hidden);
        graph.integerInput("age", "B", window);
        String embedded = network.embed.write(graph, "embedded", x);
        writeQueryAndRow(network.attentionNorm.write(graph, "attention_in", embedded));
        writeWeights();
        String attended = graph.node("Add", "attended", embedded, writeMixed());
        String wide = network.widen.write(graph, "wide", network.feedNorm.write(graph, "feed_in", attended));
        String fed = network.narrow.write(graph, "fed", gelu(wide));
        String result = network.finalNorm.write(graph, "final", graph.node("Add", "result", attended, fed));
        Head.write(graph, x, network.head.write(graph, "raw", result));
        graph.output("row", "B", 2L * hidden);
        graph.output("weights", "B", window + 1L);
    }

    /** {@code query [B, 2d]}, zeros in its second half, and {@code row [B, 2d]}. */
    private void writeQueryAndRow(String x) {
        float[] weight = network.project.weight();
        float[] wide = new float[4 * hidden * hidden];
        for (int k = 0; k < hidden; k++) {
            spread(weight, 3 * hidden * k, wide, 4 * hidden * k);
        }
        float[] bias = new float[4 * hidden];
        spread(network.project.bias(), 0, bias, 0);
        String w = graph.weight("project_weight", wide, hidden, 4L * hidden);
        String b = graph.weight("project_bias", bias, 4L * hidden);
        String projected = graph.node("Gemm", "projected", x, w, b);
        graph.split(projected, graph.integers("projected_widths", 2L * hidden, 2L * hidden), "query", "row");
    }

    /** {@code [q, k, v]} becomes {@code [q / sqrt(head size), 0, k, v]}. */
    private void spread(float[] from, int fromAt, float[] to, int toAt) {
        for (int k = 0; k < hidden; k++) {
            to[toAt + k] = (float) (from[fromAt + k] / Math.sqrt(headSize));
        }
        System.arraycopy(from, fromAt + hidden, to, toAt + 2 * hidden, 2 * hidden);
    }

    /** {@code head_weights [B, heads, W + 1]} and their mean over heads. */
    private void writeWeights() {
        String keysOfHeads = graph.weight("keys_of_heads", keysOfHeads(), 2L * hidden, heads);
        String column = graph.node("Unsqueeze", "query_column", "query", graph.integers("column_axis", 2));
        String queries = graph.node("Mul", "queries", column, keysOfHeads);
        String scores = graph.node("MatMul", "row_scores", "rows", queries);
        String biases = graph.node("Gather", "row_biases", writeAgeBias(), "age");
        String biased = graph.node("Add", "biased_row_scores", scores, biases);
        String cached = graph.transpose("cached_scores", biased, 0, 2, 1);
        String matched = graph.node("Mul", "own_matches", "query", "row");
        String own = graph.node("MatMul", "own_raw_scores", matched, keysOfHeads);
        String ownBiased = graph.node("Add", "own_biased_scores", own, "own_bias");
        String ownColumn = graph.node("Unsqueeze", "own_scores", ownBiased, "column_axis");
        String all = graph.node("Concat", "axis", 2, "scores", cached, ownColumn);
        String weights = graph.node("Softmax", "axis", 2, "head_weights", all);
        String headAxis = graph.integers("head_axis", 1);
        String sum = graph.node("ReduceSum", "keepdims", 0, "summed_weights", weights, headAxis);
        graph.node("Mul", "weights", sum, graph.scalar("one_over_heads", 1f / heads));
    }

    private String writeAgeBias() {
        float[] byAge = network.ageBias.toFloatArray();
        graph.weight("own_bias", Arrays.copyOf(byAge, heads), heads);
        Arrays.fill(byAge, 0, heads, MASKED);
        return graph.weight("age_bias", byAge, window + 1L, heads);
    }

    /** What attention brings, {@code [B, d]}. */
    private String writeMixed() {
        graph.split("head_weights", graph.integers("weight_widths", window, 1), "cached_weights", "own_weights");
        String cached = graph.node("MatMul", "cached_context", "cached_weights", "rows");
        String row = graph.node("Unsqueeze", "row_alone", "row", "head_axis");
        String own = graph.node("Mul", "own_context", "own_weights", row);
        String context = graph.node("Add", "context", cached, own);
        String shape = graph.integers("flat_context", -1, 2L * heads * hidden);
        String flat = graph.node("Reshape", "context_flat", context, shape);
        String w = graph.weight("mix_weight", mixOfHeads(), 2L * heads * hidden, hidden);
        String b = graph.weight("mix_bias", network.mix.bias(), hidden);
        return graph.node("Gemm", "mixed", flat, w, b);
    }

    private String gelu(String x) {
        String scaled = graph.node("Div", "gelu_scaled", x, graph.scalar("sqrt_2", (float) Math.sqrt(2)));
        String erf = graph.node("Erf", "gelu_erf", scaled);
        String shifted = graph.node("Add", "gelu_shifted", erf, graph.scalar("one", 1));
        String product = graph.node("Mul", "gelu_product", x, shifted);
        return graph.node("Mul", "gelu", product, graph.scalar("half", 0.5f));
    }

    /** {@code [2d, heads]}: a one where the dimension is one of the head's keys. */
    private float[] keysOfHeads() {
        float[] ones = new float[2 * hidden * heads];
        for (int k = 0; k < hidden; k++) {
            ones[k * heads + k / headSize] = 1;
        }
        return ones;
    }

    /** {@code [heads, 2d, d]}: the output map's row where the dimension is one of the head's values, zeros elsewhere. */
    private float[] mixOfHeads() {
        float[] mix = network.mix.weight();
        float[] wide = new float[heads * 2 * hidden * hidden];
        for (int k = 0; k < hidden; k++) {
            int at = (k / headSize) * 2 * hidden + hidden + k;
            System.arraycopy(mix, k * hidden, wide, at * hidden, hidden);
        }
        return wide;
    }
}
