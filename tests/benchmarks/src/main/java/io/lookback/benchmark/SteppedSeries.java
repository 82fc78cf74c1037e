package io.lookback.benchmark;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalize.CellInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Series that a cell steps in waves, their rows on the heap, without Flink. One thread; closes its model. */
public final class SteppedSeries implements AutoCloseable {

    private final Cell cell;
    private final CellExecutor executor;
    private final int attended;
    private final List<Memory> memories = new ArrayList<>();
    private final List<RowPages> pages = new ArrayList<>();
    private final Random random = new Random(17);
    private final float[] input = new float[CellInput.SIZE];

    private long time;

    public SteppedSeries(Cell cell, int series, CellOptions options) {
        this.cell = cell;
        this.executor = cell.open(options, new CacheStats());
        this.attended = options.attended();
        for (int i = 0; i < series; i++) {
            memories.add(cell.memory().fresh());
            pages.add(new MapPages());
        }
    }

    public int count() {
        return memories.size();
    }

    /** A step of every series. */
    public void step() {
        step(0, memories.size());
    }

    /** A step of so many series, one after the other from {@code first} on, none of them twice. */
    public void step(int first, int rows) {
        for (int row = 0; row < rows; row++) {
            int series = (first + row) % memories.size();
            input[CellInput.Y] = (float) random.nextGaussian();
            executor.add(input, memories.get(series), pages.get(series));
        }
        executor.run();
        for (int row = 0; row < rows; row++) {
            int series = (first + row) % memories.size();
            if (attended > 0) {
                executor.attended(row, attended);
            }
            executor.advance(row, memories.get(series), pages.get(series), time);
        }
        time++;
        executor.clear();
    }

    /** Forgets all of a series. */
    public void renew(int series) {
        memories.set(series, cell.memory().fresh());
        pages.set(series, new MapPages());
    }

    @Override
    public void close() {
        executor.close();
    }
}
