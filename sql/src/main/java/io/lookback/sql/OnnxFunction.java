package io.lookback.sql;

import io.lookback.custom.CustomModel;
import io.lookback.onnx.Device;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import io.lookback.onnx.TensorSpec;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;

/**
 * An ONNX graph as a function of rows: one float tensor in, one out, both with the rows as their first dimension. The
 * numbers of a row, with those of its arrays, fill the input in their order; the output fills the row likewise. So a model
 * of a window takes an array of its steps, oldest first.
 *
 * @param graph the model's bytes
 * @param input what a row fills; the first dimension is open
 * @param output likewise
 */
record OnnxFunction(Settings settings, byte[] graph, Tensor input, Tensor output, RowType inputs, RowType outputs)
        implements Serializable {

    private static final long OPEN = -1;

    /**
     * What the statement says.
     *
     * @param output name of the graph's output, empty for the only one
     */
    record Settings(String path, String output, int maxBatch, Device device) implements Serializable {

        Settings {
            if (maxBatch < 1 || maxBatch > 65_536) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "max-batch is %d: give 1 to 65536", maxBatch));
            }
        }
    }

    /**
     * A float tensor.
     *
     * @param shape without the rows
     */
    record Tensor(String name, List<Long> shape) implements Serializable {

        Tensor {
            shape = List.copyOf(shape);
        }

        int size() {
            return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        }

        long[] of(long rows) {
            long[] whole = new long[shape.size() + 1];
            whole[0] = rows;
            for (int axis = 0; axis < shape.size(); axis++) {
                whole[axis + 1] = shape.get(axis);
            }
            return whole;
        }
    }

    /** @throws IllegalArgumentException if the file cannot be read or does not fit the columns */
    static OnnxFunction load(Settings settings, RowType inputs, RowType outputs) {
        inputs.getFields().forEach(field -> requireNumbers("Input", field));
        outputs.getFields().forEach(field -> requireNumbers("Output", field));
        boolean arrays = inputs.getChildren().stream().anyMatch(OnnxFunction::isArray);
        if (arrays && !outputs.getChildren().stream().allMatch(LogicalType::isNullable)) {
            throw new IllegalArgumentException(
                    "A row whose arrays do not fit the model gets NULL: leave out NOT NULL in the columns of the output.");
        }
        byte[] graph = CustomModel.read(Path.of(settings.path()).toString());
        boolean array = isArray(outputs.getTypeAt(0));
        if (array && outputs.getFieldCount() > 1) {
            throw new IllegalArgumentException("An output that is an array is the only column of the output.");
        }
        try (OnnxModel model = OnnxModel.acquire(settings.path(), graph)) {
            Tensor input = only("input", settings.path(), "", model.inputs().values());
            requireFixed(settings.path(), input);
            if (!arrays && inputs.getFieldCount() != input.size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Model '%s' takes %d numbers (%s), its input names %d columns.",
                        settings.path(),
                        input.size(),
                        input,
                        inputs.getFieldCount()));
            }
            Tensor output = only(
                    "output",
                    settings.path(),
                    settings.output(),
                    model.outputs().values());
            return new OnnxFunction(
                    settings, graph, input, filled(settings.path(), output, outputs, array), inputs, outputs);
        } catch (OnnxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void requireNumbers(String side, RowType.RowField field) {
        LogicalType type = field.getType();
        LogicalType number = type instanceof ArrayType array ? array.getElementType() : type;
        if (!number.is(LogicalTypeFamily.APPROXIMATE_NUMERIC)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s column '%s' is %s: give FLOAT, DOUBLE or an array of them.",
                    side,
                    field.getName(),
                    type.asSummaryString()));
        }
    }

    static boolean isArray(LogicalType type) {
        return type instanceof ArrayType;
    }

    private static Tensor only(String side, String path, String wanted, Collection<TensorSpec> tensors) {
        List<TensorSpec> found = tensors.stream()
                .filter(tensor -> wanted.isEmpty() || tensor.name().equals(wanted))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Model '%s' needs one %s to fill from a row; there are %s.", path, side, tensors));
        }
        TensorSpec tensor = found.get(0);
        if (!tensor.type().equals("FLOAT")
                || tensor.shape().isEmpty()
                || tensor.shape().get(0) != OPEN) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The %s %s of model '%s' is no float32 tensor with an open first dimension. Export it with one.",
                    side,
                    tensor,
                    path));
        }
        return new Tensor(
                tensor.name(), tensor.shape().subList(1, tensor.shape().size()));
    }

    private static void requireFixed(String path, Tensor tensor) {
        if (tensor.shape().contains(OPEN)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' leaves more than the rows of %s open. Export it for one length of the window.",
                    path,
                    tensor));
        }
    }

    /** Exporters often lose the dimensions of an output: where one is open, the columns say what it is. */
    private static Tensor filled(String path, Tensor output, RowType outputs, boolean array) {
        Tensor known = !array && output.shape().size() == 1 && output.shape().contains(OPEN)
                ? new Tensor(output.name(), List.of((long) outputs.getFieldCount()))
                : output;
        requireFixed(path, known);
        if (!array && known.size() != outputs.getFieldCount()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' gives %d numbers (%s), its output names %d columns. Name as many, or one array.",
                    path,
                    known.size(),
                    known,
                    outputs.getFieldCount()));
        }
        return known;
    }
}
