package io.lookback.onnx;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What two calls of a model must have alike to be parts of one run: names, and all dimensions but the first.
 *
 * @param rowBytes of one row in all tensors
 */
record CallForm(Map<String, List<Long>> inputs, Map<String, List<Long>> outputs, int rowBytes) {

    /** Rows of the largest merged run, if memory allows. */
    static final int MOST_ROWS = 4096;

    /** Of all tensors of the largest merged run: enough to fill a card, little beside a TaskManager's direct memory. */
    static final int MOST_BYTES = 16 << 20;

    static CallForm of(Map<String, BoundTensor> inputs, Map<String, BoundTensor> outputs) {
        int bytes = Stream.of(inputs.values(), outputs.values())
                .flatMap(Collection::stream)
                .mapToInt(BoundTensor::rowBytes)
                .sum();
        return new CallForm(tails(inputs), tails(outputs), bytes);
    }

    /** Rows of the largest merged run, a power of two. */
    int mostRows() {
        return Integer.highestOneBit(Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / rowBytes)));
    }

    private static Map<String, List<Long>> tails(Map<String, BoundTensor> tensors) {
        Map<String, List<Long>> tails = new TreeMap<>();
        tensors.forEach((name, tensor) -> tails.put(name, tensor.tail()));
        return tails;
    }
}
