package io.lookback.benchmark.device;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalise.CellInput;
import io.lookback.onnx.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** As many series as a batch has rows, all of them stepped at once, again and again. One thread; closes its model. */
final class Batch implements AutoCloseable {

    private static final long CACHE_BYTES = 512L << 20;

    private final CellExecutor executor;
    private final List<Memory> memories = new ArrayList<>();
    private final List<RowPages> pages = new ArrayList<>();
    private final Random random = new Random(17);
    private final float[] input = new float[CellInput.SIZE];

    private long time;

    Batch(Cell cell, int rows, Device device) {
        executor = cell.open(new CellOptions(rows, 0, CACHE_BYTES, device), new CacheStats());
        for (int row = 0; row < rows; row++) {
            memories.add(cell.memory().fresh());
            pages.add(new MapPages());
        }
    }

    /** Makes every series' history that long. */
    void live(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
        }
    }

    /** Steps for that long, nanoseconds; returns the steps of all series. */
    long stepFor(long nanos) {
        long begin = System.nanoTime();
        long steps = 0;
        while (System.nanoTime() - begin < nanos) {
            step();
            steps += memories.size();
        }
        return steps;
    }

    private void step() {
        for (int row = 0; row < memories.size(); row++) {
            input[CellInput.Y] = random.nextFloat();
            executor.add(input, memories.get(row), pages.get(row));
        }
        executor.run();
        for (int row = 0; row < memories.size(); row++) {
            executor.advance(row, memories.get(row), pages.get(row), time);
        }
        executor.clear();
        time++;
    }

    @Override
    public void close() {
        executor.close();
    }
}
