package io.lookback.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brings the rows of several calls of a model together in one run, and hands back to each what is its own. The buffers are
 * kept and grow to the largest run of any form; a run has a power of two rows, so that a device sees few shapes, and those
 * past the last hold anything. One thread at a time.
 */
final class MergedRows {

    private final OnnxModel model;
    private final SharedBuffers buffers = new SharedBuffers();

    MergedRows(OnnxModel model) {
        this.model = model;
    }

    /** A call with the number of its rows that are in use. */
    record Part(BoundCall call, int rows) {

        boolean fits(Part other) {
            return call.model() == other.call.model() && call.form().equals(other.call.form());
        }
    }

    /**
     * Runs parts that fit each other.
     *
     * @return rows of the run
     */
    int run(List<Part> parts) {
        BoundCall first = parts.get(0).call();
        int rows = Batches.ceiling(parts.stream().mapToInt(Part::rows).sum(), 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        Map<String, OnnxTensor> outputs = new HashMap<>();
        try {
            lay(first.inputs(), rows, inputs);
            lay(first.outputs(), rows, outputs);
            gather(parts);
            model.execute(inputs, outputs);
            scatter(parts);
            return rows;
        } catch (OrtException e) {
            throw new OnnxException(
                    String.format(Locale.ROOT, "%d rows of model %s cannot be merged", rows, model.digest()), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }

    private void lay(Map<String, BoundTensor> like, int rows, Map<String, OnnxTensor> tensors) throws OrtException {
        for (Map.Entry<String, BoundTensor> entry : like.entrySet()) {
            BoundTensor tensor = entry.getValue();
            int bytes = rows * tensor.rowBytes();
            tensors.put(
                    entry.getKey(),
                    BoundTensor.over(buffers.reserve(entry.getKey(), bytes), tensor.type(), tensor.shape(rows)));
        }
    }

    private void gather(List<Part> parts) {
        int row = 0;
        for (Part part : parts) {
            for (Map.Entry<String, BoundTensor> input : part.call().inputs().entrySet()) {
                int rowBytes = input.getValue().rowBytes();
                buffers.get(input.getKey()).put(row * rowBytes, input.getValue().bytes(), 0, part.rows() * rowBytes);
            }
            row += part.rows();
        }
    }

    private void scatter(List<Part> parts) {
        int row = 0;
        for (Part part : parts) {
            for (Map.Entry<String, BoundTensor> output : part.call().outputs().entrySet()) {
                int rowBytes = output.getValue().rowBytes();
                output.getValue().bytes().put(0, buffers.get(output.getKey()), row * rowBytes, part.rows() * rowBytes);
            }
            row += part.rows();
        }
    }
}
