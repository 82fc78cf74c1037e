package io.lookback.onnx;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of onnx.proto that tensors may lie in, by the numbers of their fields. */
enum GraphPart {
    MODEL("model", 0),
    TRAINING("training", 0),
    FUNCTION("function", 1),
    GRAPH("graph", 2),
    NODE("node", 3),
    ATTRIBUTE("attribute", 1),
    SPARSE_TENSOR("sparse tensor", 0),
    TENSOR("tensor", 8);

    /** Of an attribute's one tensor; all other fields here that hold a tensor hold any number. */
    static final int ONE_TENSOR = 5;

    private final String text;
    private final int name;

    GraphPart(String text, int name) {
        this.text = text;
        this.name = name;
    }

    /** What lies in a field of this message; null for what holds no tensors. */
    @Nullable GraphPart inside(int field) {
        return switch (this) {
            case MODEL -> Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION).get(field);
            case TRAINING -> Map.of(1, GRAPH, 2, GRAPH).get(field);
            case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE).get(field);
            case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR).get(field);
            case NODE -> field == 5 ? ATTRIBUTE : null;
            case ATTRIBUTE ->
                Map.of(ONE_TENSOR, TENSOR, 10, TENSOR, 6, GRAPH, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR)
                        .get(field);
            case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR).get(field);
            case TENSOR -> null;
        };
    }

    boolean isName(int field) {
        return field == name;
    }

    @Override
    public String toString() {
        return text;
    }
}
