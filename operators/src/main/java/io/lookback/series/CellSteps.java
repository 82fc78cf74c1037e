package io.lookback.series;

import io.lookback.cell.Prediction;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import java.util.ArrayList;
import java.util.List;

/** The cells' part of a step: its rows in their calls, what they predict and attend to, and the memories after it. */
final class CellSteps {

    private final SeriesStore store;

    CellSteps(SeriesStore store) {
        this.store = store;
    }

    /**
     * Adds a channel to the next call of each cell.
     *
     * @param input of the cells; empty for a channel that this step does not advance
     */
    void add(Step step, int channel, float[] input) {
        for (int cell = 0; cell < step.seriesCells.size(); cell++) {
            step.rows[cell][channel] = input.length == 0
                    ? Step.NO_ROW
                    : step.seriesCells
                            .executor(cell)
                            .add(input, step.series.memory(cell, channel), rows(step, cell, channel));
        }
    }

    /** Whether all memories of the step's series stay finite numbers. */
    static boolean finite(Step step) {
        for (int cell = 0; cell < step.seriesCells.size(); cell++) {
            for (int row : step.rows[cell]) {
                if (row != Step.NO_ROW && !step.seriesCells.executor(cell).finite(row)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What each cell predicts for a channel that this step advances; none from one that has not settled. */
    static List<Prediction> predictions(Step step, int channel) {
        List<Prediction> predictions = new ArrayList<>(step.seriesCells.size());
        for (int cell = 0; cell < step.seriesCells.size(); cell++) {
            predictions.add(
                    step.series.settled(cell)
                            ? step.seriesCells.executor(cell).prediction(step.rows[cell][channel])
                            : Prediction.NONE);
        }
        return predictions;
    }

    /** Whether a cell that looks back is among those that predict. */
    static boolean looksBack(Step step, List<Prediction> predictions) {
        for (int cell = 0; cell < step.seriesCells.size(); cell++) {
            if (step.seriesCells.looksBack(cell) && predictions.get(cell).usable()) {
                return true;
            }
        }
        return false;
    }

    /** @param most past steps of each cell and channel */
    static List<Attention> attention(Step step, int most) {
        List<Attention> attention = new ArrayList<>();
        for (int cell = 0; most > 0 && cell < step.seriesCells.size(); cell++) {
            for (int channel = 0; channel < step.rows[cell].length; channel++) {
                int row = step.rows[cell][channel];
                List<AttendedStep> steps = row == Step.NO_ROW
                        ? List.of()
                        : step.seriesCells.executor(cell).attended(row, most);
                if (!steps.isEmpty()) {
                    attention.add(new Attention(
                            step.seriesCells.model(cell),
                            step.series.features().names().get(channel),
                            steps));
                }
            }
        }
        return attention;
    }

    /** Takes what the cells made of the step into the series' memories. */
    void advance(Step step) {
        for (int cell = 0; cell < step.seriesCells.size(); cell++) {
            int gained = 0;
            for (int channel = 0; channel < step.rows[cell].length; channel++) {
                if (step.rows[cell][channel] != Step.NO_ROW) {
                    gained += advance(step, cell, channel);
                }
            }
            if (gained != 0) {
                store.resized(step.observation, cell, gained);
            }
        }
    }

    /** Returns how many rows the memory gained: fewer than none if it holds no finite numbers any more and begins afresh. */
    private int advance(Step step, int cell, int channel) {
        Memory memory = step.series.memory(cell, channel);
        int before = memory.rows();
        RowPages rows = rows(step, cell, channel);
        if (!step.seriesCells.executor(cell).finite(step.rows[cell][channel])) {
            memory.drop(rows);
            step.series.restartMemory(cell, channel);
            return -before;
        }
        step.seriesCells.executor(cell).advance(step.rows[cell][channel], memory, rows, step.observation.time());
        return memory.rows() - before;
    }

    private RowPages rows(Step step, int cell, int channel) {
        return store.rows(step.observation.series(), step.seriesCells.cell(cell), channel);
    }
}
