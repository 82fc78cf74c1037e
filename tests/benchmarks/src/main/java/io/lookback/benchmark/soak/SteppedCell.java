package io.lookback.benchmark.soak;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.normalise.CellInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A cell that steps many series in waves. Which series a wave takes is drawn at random, so that rows are found in the
 * cache and not found, and a series that ends now and then begins anew: histories of all lengths come and go.
 */
final class SteppedCell implements AutoCloseable {

    private static final int WAVE = 256;
    private static final int LIFE = 1_000;

    private final Cell cell;
    private final CellExecutor executor;
    private final List<Memory> memories = new ArrayList<>();
    private final List<RowPages> pages = new ArrayList<>();
    private final Random random = new Random(17);
    private final float[] input = new float[CellInput.SIZE];

    private long time;

    SteppedCell(Cell cell, int series, long cacheBytes) {
        this.cell = cell;
        this.executor = cell.open(new CellOptions(WAVE, 3, cacheBytes), new CacheStats());
        for (int i = 0; i < series; i++) {
            memories.add(cell.memory().fresh());
            pages.add(new MapPages());
        }
    }

    void steps(long count) {
        for (long left = count; left > 0; left -= WAVE) {
            wave((int) Math.min(left, WAVE));
        }
    }

    /** Of series that follow one another from a random one on, none of them twice. */
    private void wave(int size) {
        int first = random.nextInt(memories.size());
        int rows = Math.min(size, memories.size());
        for (int row = 0; row < rows; row++) {
            int series = (first + row) % memories.size();
            if (random.nextInt(LIFE) == 0) {
                memories.set(series, cell.memory().fresh());
                pages.set(series, new MapPages());
            }
            input[CellInput.Y] = (float) random.nextGaussian();
            executor.add(input, memories.get(series), pages.get(series));
        }
        executor.run();
        for (int row = 0; row < rows; row++) {
            int series = (first + row) % memories.size();
            executor.attended(row, 3);
            executor.advance(row, memories.get(series), pages.get(series), time);
        }
        time++;
        executor.clear();
    }

    @Override
    public void close() {
        executor.close();
    }
}
