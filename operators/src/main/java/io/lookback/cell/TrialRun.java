package io.lookback.cell;

import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.Device;
import io.lookback.onnx.OnnxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Some steps of a model outside any job: a graph may have the right inputs and outputs and still fail when it runs, or
 * predict what is not a number. Better seen here than at the next record.
 */
public final class TrialRun {

    private static final int ROWS = 5;
    private static final int STEPS = 3;

    private TrialRun() {}

    /**
     * @param device what the model is to run on
     * @throws IllegalArgumentException if the device cannot execute it, a step fails or predicts what cannot be used
     */
    public static void of(Cell cell, Device device) {
        List<Memory> memories = new ArrayList<>();
        List<RowPages> pages = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            memories.add(cell.memory().fresh());
            pages.add(new MapPages());
        }
        try (CellExecutor executor = cell.open(new CellOptions(ROWS, 0, 1 << 20, device), new CacheStats())) {
            for (int step = 0; step < STEPS; step++) {
                step(cell, executor, memories, pages, step);
            }
        } catch (OnnxException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Model '%s' fails when it runs: %s",
                            cell.card().qualifiedName(),
                            e.getMessage()),
                    e);
        }
    }

    private static void step(Cell cell, CellExecutor executor, List<Memory> memories, List<RowPages> pages, int step) {
        for (int row = 0; row < ROWS; row++) {
            float[] input = new float[CellInput.SIZE];
            input[0] = (float) Math.sin(step + row);
            executor.add(input, memories.get(row), pages.get(row));
        }
        executor.run();
        for (int row = 0; row < ROWS; row++) {
            require(cell, executor.prediction(row));
            executor.advance(row, memories.get(row), pages.get(row), step);
        }
        executor.clear();
    }

    private static void require(Cell cell, Prediction prediction) {
        if (!Double.isFinite(prediction.mean()) || !Double.isFinite(prediction.scale()) || prediction.scale() <= 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' predicts %s for a value near zero: mean and scale must be finite, the scale above zero.",
                    cell.card().qualifiedName(),
                    prediction));
        }
    }
}
