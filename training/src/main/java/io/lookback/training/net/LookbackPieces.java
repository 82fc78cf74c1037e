package io.lookback.training.net;

import io.lookback.training.graph.GraphWriter;

/** What both parts of a {@link LookbackStep} use. */
final class LookbackPieces {

    private LookbackPieces() {}

    /** The exact form, {@code x / 2 (1 + erf(x / sqrt 2))}. ONNX Runtime makes one node of these. */
    static String gelu(GraphWriter graph, String x) {
        String scaled = graph.node("Div", x + "_scaled", x, graph.scalar(x + "_root", (float) Math.sqrt(2)));
        String erf = graph.node("Erf", x + "_erf", scaled);
        String shifted = graph.node("Add", x + "_shifted", erf, "one");
        String product = graph.node("Mul", x + "_product", x, shifted);
        return graph.node("Mul", x + "_gelu", product, graph.scalar(x + "_half", 0.5f));
    }

    /** Copies a matrix into a larger one. */
    static void paste(float[] from, int columns, float[] to, int toColumns, int row, int column) {
        for (int k = 0; k < from.length / columns; k++) {
            System.arraycopy(from, k * columns, to, (row + k) * toColumns + column, columns);
        }
    }

    static float[] softmax(float[] scores) {
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score);
        }
        float[] weights = new float[scores.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) (Math.exp(scores[k]) / sum);
        }
        return weights;
    }
}
