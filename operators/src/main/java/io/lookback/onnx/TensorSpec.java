package io.lookback.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Name, element type and shape of a model's input or output; -1 is a dimension left open.
 *
 * @param type {@code FLOAT}, {@code INT64}, ...
 */
public record TensorSpec(String name, String type, List<Long> shape) {

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    static TensorSpec of(String name, String type, long[] shape) {
        return new TensorSpec(name, type, Arrays.stream(shape).boxed().toList());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s%s", name, type, shape);
    }
}
