package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.GraphWriter;

/** An {@link Align} with its weights: the same scores once for training and once as graph nodes. */
sealed interface Alignment {

    static Alignment of(Align align, int width, Parameters parameters) {
        return switch (align) {
            case GENERAL -> new General(width, parameters);
            case DOT -> new Dot(width);
            case ADDITIVE -> new Additive(width, parameters);
        };
    }

    /** What is computed once per step: the query {@code [B, d]} from the present hidden state {@code [B, d]}. */
    NDArray query(NDArray h);

    /** What is computed once for each row, whichever step reads it: the keys {@code [..., d]} of rows {@code [..., d]}. */
    NDArray keys(NDArray rows);

    /** The scores {@code [B, n, 1]} of {@code keys [B, n, d]}. */
    NDArray scores(NDArray query, NDArray keys);

    /** {@link #query} as nodes: returns a name. */
    String writeQuery(GraphWriter graph, String h);

    /** {@link #keys} of rows {@code [B, n, d]} and their {@link #scores} as nodes whose last is named {@code output}. */
    String writeScores(GraphWriter graph, String output, String query, String rows);

    private static double scale(int width) {
        return 1 / Math.sqrt(width);
    }

    private static String column(GraphWriter graph, String output, String query) {
        return graph.node("Unsqueeze", output, query, graph.integers(output + "_axis", 2));
    }

    /** Bilinear. */
    final class General implements Alignment {

        private final int width;
        private final NDArray weight;

        General(int width, Parameters parameters) {
            this.width = width;
            this.weight = parameters.uniform("align_weight", scale(width), width, width);
        }

        @Override
        public NDArray query(NDArray h) {
            return h.matMul(weight).mul(scale(width));
        }

        @Override
        public NDArray keys(NDArray rows) {
            return rows;
        }

        @Override
        public NDArray scores(NDArray query, NDArray keys) {
            return keys.batchMatMul(query.expandDims(2));
        }

        @Override
        public String writeQuery(GraphWriter graph, String h) {
            float[] scaled = weight.toFloatArray();
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] *= (float) scale(width);
            }
            return graph.node("MatMul", "query", h, graph.weight("align_weight", scaled, width, width));
        }

        @Override
        public String writeScores(GraphWriter graph, String output, String query, String rows) {
            return graph.node("MatMul", output, rows, column(graph, output + "_query", query));
        }
    }

    /** Without weights. */
    final class Dot implements Alignment {

        private final int width;

        Dot(int width) {
            this.width = width;
        }

        @Override
        public NDArray query(NDArray h) {
            return h.mul(scale(width));
        }

        @Override
        public NDArray keys(NDArray rows) {
            return rows;
        }

        @Override
        public NDArray scores(NDArray query, NDArray keys) {
            return keys.batchMatMul(query.expandDims(2));
        }

        @Override
        public String writeQuery(GraphWriter graph, String h) {
            return graph.node("Mul", "query", h, graph.scalar("align_scale", (float) scale(width)));
        }

        @Override
        public String writeScores(GraphWriter graph, String output, String query, String rows) {
            return graph.node("MatMul", output, rows, column(graph, output + "_query", query));
        }
    }

    /** A small network with one hidden layer. */
    final class Additive implements Alignment {

        private final int width;
        private final NDArray ofQuery;
        private final NDArray ofRow;
        private final NDArray vector;

        Additive(int width, Parameters parameters) {
            this.width = width;
            this.ofQuery = parameters.uniform("align_query", scale(width), width, width);
            this.ofRow = parameters.uniform("align_row", scale(width), width, width);
            this.vector = parameters.uniform("align_vector", scale(width), width, 1);
        }

        @Override
        public NDArray query(NDArray h) {
            return h.matMul(ofQuery);
        }

        @Override
        public NDArray keys(NDArray rows) {
            return rows.matMul(ofRow);
        }

        @Override
        public NDArray scores(NDArray query, NDArray keys) {
            return keys.add(query.expandDims(1)).tanh().matMul(vector);
        }

        @Override
        public String writeQuery(GraphWriter graph, String h) {
            graph.weight("align_row", ofRow.toFloatArray(), width, width);
            graph.weight("align_vector", vector.toFloatArray(), width, 1);
            String weight = graph.weight("align_query", ofQuery.toFloatArray(), width, width);
            String query = graph.node("MatMul", "query_vector", h, weight);
            return graph.node("Unsqueeze", "query", query, graph.integers("query_axis", 1));
        }

        @Override
        public String writeScores(GraphWriter graph, String output, String query, String rows) {
            String projected = graph.node("MatMul", output + "_rows", rows, "align_row");
            String sum = graph.node("Add", output + "_sum", projected, query);
            String hidden = graph.node("Tanh", output + "_hidden", sum);
            return graph.node("MatMul", output, hidden, "align_vector");
        }
    }
}
