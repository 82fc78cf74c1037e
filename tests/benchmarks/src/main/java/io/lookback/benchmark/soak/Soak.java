package io.lookback.benchmark.soak;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.memory.HistoryBound;
import java.io.IOException;

/**
 * Watches the resident memory of this process while one cell works.
 *
 * @param steps of all series together
 * @param loads of the model
 * @param history most steps of a history
 * @param cacheBytes of rows
 */
record Soak(long steps, int loads, int series, int history, long cacheBytes) {

    private static final int LOADED_SERIES = 16;
    private static final int LOADED_STEPS = 512;

    /** Something that goes on: {@code from} to {@code to} of what it does. */
    private interface Work {
        void go(long from, long to);
    }

    /** The cell steps its series. */
    SoakReport.Row stepping(String kind) throws IOException, InterruptedException {
        try (SteppedCell stepped = new SteppedCell(load(kind), series, cacheBytes)) {
            return watch(kind, "steps", steps, (from, to) -> stepped.steps(to - from));
        }
    }

    /** The cell's model is loaded, steps a little, and is closed, again and again. */
    SoakReport.Row loading(String kind) throws IOException, InterruptedException {
        return watch(kind, "loads", loads, (from, to) -> {
            for (long load = from; load < to; load++) {
                try (SteppedCell stepped = new SteppedCell(load(kind), LOADED_SERIES, cacheBytes)) {
                    stepped.steps(LOADED_STEPS);
                }
            }
        });
    }

    private static SoakReport.Row watch(String kind, String what, long count, Work work)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.go(0, count / 10);
        long tenth = ResidentMemory.afterCollection();
        work.go(count / 10, count / 2);
        long half = ResidentMemory.afterCollection();
        work.go(count / 2, count);
        long end = ResidentMemory.afterCollection();
        return new SoakReport.Row(kind, what, count, tenth, half, end, (System.nanoTime() - begin) / 1e9);
    }

    private Cell load(String kind) {
        return Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(history));
    }
}
