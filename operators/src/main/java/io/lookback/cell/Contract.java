package io.lookback.cell;

import io.lookback.memory.HistoryBound;
import io.lookback.memory.MemoryShape;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.OnnxModel;
import io.lookback.onnx.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The graph contracts, batch first and float32: what each needs of a model's inputs and outputs. */
enum Contract {
    /** {@code (x[B,F], m[B,M]) -> (y[B,2], m_next[B,M])}. */
    VECTOR("vector/1") {
        @Override
        MemoryShape check(String file, OnnxModel model) {
            shape(file, "input", model.inputs(), "x", OPEN, CellInput.SIZE);
            int size = size(shape(file, "input", model.inputs(), "m", OPEN, ANY), 1);
            shape(file, "output", model.outputs(), "y", OPEN, PREDICTION);
            shape(file, "output", model.outputs(), "m_next", OPEN, size);
            return new MemoryShape.Vector(size);
        }
    },

    /**
     * {@code (x[B,F], c[B,C], rows[B,T,D], mask[B,T]) -> (y[B,2], c_next[B,C], row[B,D], weights[B,T+1])}. With a further
     * output {@code keep[B,1]} the graph says, above a half, that the row is appended, and else that it is not.
     */
    ATTENTION("attention/1") {
        @Override
        MemoryShape check(String file, OnnxModel model) {
            shape(file, "input", model.inputs(), "x", OPEN, CellInput.SIZE);
            int context = size(shape(file, "input", model.inputs(), "c", OPEN, ANY), 1);
            int row = size(shape(file, "input", model.inputs(), "rows", OPEN, OPEN, ANY), 2);
            shape(file, "input", model.inputs(), "mask", OPEN, OPEN);
            shape(file, "output", model.outputs(), "y", OPEN, PREDICTION);
            shape(file, "output", model.outputs(), "c_next", OPEN, context);
            shape(file, "output", model.outputs(), "row", OPEN, row);
            shape(file, "output", model.outputs(), "weights", OPEN, OPEN);
            if (model.outputs().containsKey("keep")) {
                shape(file, "output", model.outputs(), "keep", OPEN, 1);
            }
            return new MemoryShape.History(context, row, HistoryBound.DEFAULT);
        }
    },

    /**
     * {@code (x[B,F], rows[B,W,D], age[B,W]) -> (y[B,2], row[B,D], weights[B,W+1])}, ages as INT64. With a further output
     * {@code slot[B,1]} the graph chooses the slot from 0 to W - 1 that the row overwrites.
     */
    WINDOW("window/1") {
        @Override
        MemoryShape check(String file, OnnxModel model) {
            shape(file, "input", model.inputs(), "x", OPEN, CellInput.SIZE);
            List<Long> rows = shape(file, "input", model.inputs(), "rows", OPEN, ANY, ANY);
            shape(file, "output", model.outputs(), "y", OPEN, PREDICTION);
            shape(file, "output", model.outputs(), "row", OPEN, size(rows, 2));
            shape(file, "output", model.outputs(), "weights", OPEN, size(rows, 1) + 1);
            boolean chosen = model.outputs().containsKey("slot");
            if (chosen) {
                shape(file, "output", model.outputs(), "slot", OPEN, 1);
            }
            return new MemoryShape.Window(size(rows, 1), size(rows, 2), chosen);
        }
    };

    private static final long OPEN = -1;
    private static final long ANY = -2;

    /** Floats of a tensor that a series keeps, 4 MB: more is not a memory of a series, but a mistake or an attack. */
    private static final long LARGEST = 1 << 20;

    private static final long PREDICTION = Prediction.SIZE;

    private final String id;

    Contract(String id) {
        this.id = id;
    }

    static Contract of(String id) {
        for (Contract contract : values()) {
            if (contract.id.equals(id)) {
                return contract;
            }
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "There is no graph contract '%s'", id));
    }

    /** Checks the graph and reads the memory's sizes off it. */
    abstract MemoryShape check(String file, OnnxModel model);

    private static int size(List<Long> shape, int axis) {
        return Math.toIntExact(shape.get(axis));
    }

    private static List<Long> shape(
            String file, String side, Map<String, TensorSpec> found, String name, long... expected) {
        @Nullable TensorSpec spec = found.get(name);
        if (spec == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' has no %s '%s'; it has %s",
                    file,
                    side,
                    name,
                    new TreeMap<>(found).values()));
        }
        boolean fits = "FLOAT".equals(spec.type()) && spec.shape().size() == expected.length;
        long floats = 1;
        for (int axis = 0; fits && axis < expected.length; axis++) {
            long size = spec.shape().get(axis);
            floats *= expected[axis] == ANY ? size : 1;
            fits = expected[axis] == ANY ? size > 0 && size <= LARGEST && floats <= LARGEST : size == expected[axis];
        }
        if (!fits) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' has %s %s; the contract needs FLOAT%s (-1: left open, -2: any, %d floats at most)",
                    file,
                    side,
                    spec,
                    Arrays.toString(expected),
                    LARGEST));
        }
        return spec.shape();
    }
}
