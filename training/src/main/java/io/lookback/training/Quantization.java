package io.lookback.training;

import ai.onnxruntime.OrtException;
import io.lookback.cell.Cell;
import io.lookback.cell.TrialRun;
import io.lookback.memory.MemoryShape;
import io.lookback.onnx.Device;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.Quantizer;
import io.lookback.training.graph.Rollout;
import io.lookback.training.graph.VectorMemory;
import io.lookback.training.net.StudentLoss;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Calibrates the quantization of a model on generated series, and measures on others what it costs.
 *
 * @param bytes of the quantized model
 * @param lossBefore mean Student t loss of the original, nats
 * @param lossAfter the same of the quantized model
 */
record Quantization(byte[] bytes, double lossBefore, double lossAfter) {

    private static final long SEED = 29;
    private static final int SERIES = 400;
    private static final int LENGTH = 256;
    private static final int CALIBRATED_ROWS = 96;
    private static final int MEASURED_ROWS = 96;
    private static final String CONTRACT = "vector/1";

    /**
     * @param name of the model's file, for messages
     * @throws IllegalArgumentException if no job could run the model, its cell has rows, or it has nothing to quantize
     */
    static Quantization of(String name, byte[] model) throws OrtException {
        Cell cell = Cell.of(name, model);
        requireVector(cell.card().contract());
        TrialRun.of(cell, Device.CPU);
        int memory = cell.memory().match(MemoryShape.Vector::size, history -> 0, window -> 0);
        Corpus corpus = Corpus.of(new SeriesGenerator(SEED).draw(0, SERIES), LENGTH);
        SeededRandom random = SeededRandom.of(SEED, SERIES);
        Quantizer quantizer = Quantizer.of(model);
        byte[] quantized = quantizer.quantized(largest(quantizer, memory, corpus.draw(random, CALIBRATED_ROWS)));
        Batch measured = corpus.draw(random, MEASURED_ROWS);
        return new Quantization(quantized, loss(model, memory, measured), loss(quantized, memory, measured));
    }

    /** @throws IllegalArgumentException if models of that contract cannot be quantized */
    static void requireVector(String contract) {
        if (!contract.equals(CONTRACT)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The model keeps %s; only models of %s, such as lstm and gru, can be quantized.",
                    contract,
                    CONTRACT));
        }
    }

    private static Map<String, float[]> largest(Quantizer quantizer, int memory, Batch batch) throws OrtException {
        List<String> names = quantizer.inputs();
        byte[] model = quantizer.exposed();
        Map<String, float[]> largest = new HashMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            try (Rollout rollout = Rollout.of(model, new VectorMemory(memory))) {
                for (int step = 0; step < batch.length(); step++) {
                    List<float[]> values = rollout.step(batch.input(row, step), quantizer.exposedNames());
                    for (int i = 0; i < names.size(); i++) {
                        take(largest, names.get(i), values.get(i));
                    }
                }
            }
        }
        return largest;
    }

    private static void take(Map<String, float[]> largest, String name, float[] values) {
        float[] most = largest.computeIfAbsent(name, first -> new float[values.length]);
        for (int column = 0; column < values.length; column++) {
            most[column] = Math.max(most[column], Math.abs(values[column]));
        }
    }

    private static double loss(byte[] model, int memory, Batch batch) throws OrtException {
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            try (Rollout rollout = Rollout.of(model, new VectorMemory(memory))) {
                for (int step = 0; step < batch.length(); step++) {
                    float[] y = rollout.step(batch.input(row, step));
                    double z = (batch.targets()[row * batch.length() + step] - y[0]) / y[1];
                    sum += step < StudentLoss.SKIPPED ? 0 : 2.5 * Math.log1p(z * z / 4) + Math.log(y[1]);
                }
            }
        }
        return sum / batch.rows() / (batch.length() - StudentLoss.SKIPPED);
    }
}
