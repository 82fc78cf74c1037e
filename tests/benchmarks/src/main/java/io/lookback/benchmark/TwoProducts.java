package io.lookback.benchmark;

import io.lookback.onnx.BoundCall;
import io.lookback.onnx.OnnxModel;
import io.lookback.training.graph.GraphWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * What attention over a history cannot do without, alone: {@code weights = rows * query; context = weights * rows}, over
 * {@code t} rows of a width. Once as plain loops in Java, once as a graph of two nodes that ONNX Runtime runs in place.
 */
final class TwoProducts implements AutoCloseable {

    private final int width;
    private final float[] rows;
    private final float[] query;
    private final float[] weights;
    private final float[] context;
    private final OnnxModel model;
    private final BoundCall call;

    TwoProducts(int t, int width) {
        this.width = width;
        this.rows = new float[t * width];
        this.query = new float[width];
        this.weights = new float[t];
        this.context = new float[width];
        Random random = new Random(17);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat();
            query[i % width] = rows[i];
        }
        this.model = OnnxModel.acquire("two products", graph());
        this.call = BoundCall.of(
                model,
                Map.of("rows", new long[] {1, t, width}, "query", new long[] {1, width, 1}),
                Map.of("context", new long[] {1, 1, width}));
        call.floats("rows").put(0, rows);
        call.floats("query").put(0, query);
    }

    float[] inJava() {
        for (int row = 0; row < weights.length; row++) {
            float sum = 0;
            for (int i = 0; i < width; i++) {
                sum += rows[row * width + i] * query[i];
            }
            weights[row] = sum;
        }
        Arrays.fill(context, 0);
        for (int row = 0; row < weights.length; row++) {
            for (int i = 0; i < width; i++) {
                context[i] += weights[row] * rows[row * width + i];
            }
        }
        return context;
    }

    float inOnnxRuntime() {
        call.run(1);
        return call.floats("context").get(0);
    }

    @Override
    public void close() {
        call.close();
        model.close();
    }

    private static byte[] graph() {
        GraphWriter graph = new GraphWriter("two-products");
        String rows = graph.input("rows", 1, "T", "D");
        String query = graph.input("query", 1, "D", 1);
        String scores = graph.node("MatMul", "scores", rows, query);
        graph.node("MatMul", "context", graph.transpose("weights", scores, 0, 2, 1), rows);
        graph.output("context", 1, 1, "D");
        return graph.build(Map.of());
    }
}
