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
 * Some steps of a model outside any job: a graph may have the right inputs and outputs and still fail when it runs, predict
 * what is not a number, or let the rows of a batch change each other. Better seen here than at the next record.
 *
 * <p>On the processor, a row must say the same in a call that is repeated and beside other rows, to the last bit: a job
 * puts records of any series into one batch. A device may merge the calls of several subtasks, so that bits may differ.
 */
public final class TrialRun {

    private static final int STEPS = 3;
    private static final int[] ALL = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[][] COMPANIONS = {{0, 1, 2, 3, 0, 1, 2, 3}, {4, 5, 6, 7, 4, 5, 6, 7}};

    private final Cell cell;
    private final CellExecutor executor;

    private TrialRun(Cell cell, CellExecutor executor) {
        this.cell = cell;
        this.executor = executor;
    }

    /**
     * @param device what the model is to run on
     * @throws IllegalArgumentException if the device cannot execute it, a step fails or predicts what cannot be used, or
     *     what it predicts depends on more than the row
     */
    public static void of(Cell cell, Device device) {
        try (CellExecutor executor = cell.open(new CellOptions(ALL.length, 0, 1 << 20, device), new CacheStats())) {
            TrialRun trial = new TrialRun(cell, executor);
            List<List<Prediction>> together = trial.run(ALL);
            if (device.kind() == Device.Kind.CPU) {
                trial.requireOwnRows(together);
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

    private void requireOwnRows(List<List<Prediction>> together) {
        if (!run(ALL).equals(together)) {
            throw refusal(
                    "predicts otherwise when the same steps are repeated. Leave out what draws random numbers, such as dropout: export it with eval()");
        }
        for (int[] rows : COMPANIONS) {
            List<List<Prediction>> apart = run(rows);
            for (int row = rows[0]; row < rows[0] + rows.length / 2; row++) {
                if (!apart.get(row).equals(together.get(row))) {
                    throw refusal(
                            "predicts otherwise for a row when other rows of its batch change. Compute each row by itself: no softmax, mean or sequence over dimension 0, batch normalization exported with eval()");
                }
            }
        }
    }

    /**
     * Some steps of memories that begin afresh.
     *
     * @param series by row; the same series has the same inputs
     * @return what the model predicts, by row and step
     */
    private List<List<Prediction>> run(int[] series) {
        List<Memory> memories = new ArrayList<>();
        List<RowPages> pages = new ArrayList<>();
        List<List<Prediction>> predictions = new ArrayList<>();
        for (int row = 0; row < series.length; row++) {
            memories.add(cell.memory().fresh());
            pages.add(new MapPages());
            predictions.add(new ArrayList<>());
        }
        for (int step = 0; step < STEPS; step++) {
            for (int row = 0; row < series.length; row++) {
                float[] input = new float[CellInput.SIZE];
                input[0] = (float) Math.sin(step + series[row]);
                executor.add(input, memories.get(row), pages.get(row));
            }
            executor.run();
            for (int row = 0; row < series.length; row++) {
                require(executor.prediction(row));
                predictions.get(row).add(executor.prediction(row));
                executor.advance(row, memories.get(row), pages.get(row), step);
            }
            executor.clear();
        }
        return predictions;
    }

    private void require(Prediction prediction) {
        if (!Double.isFinite(prediction.mean()) || !Double.isFinite(prediction.scale()) || prediction.scale() <= 0) {
            throw refusal(String.format(
                    Locale.ROOT,
                    "predicts %s for a value near zero: mean and scale must be finite, the scale above zero",
                    prediction));
        }
    }

    private IllegalArgumentException refusal(String what) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "Model '%s' %s.", cell.card().qualifiedName(), what));
    }
}
