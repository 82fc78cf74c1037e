package io.lookback.benchmark.soak;

import io.lookback.benchmark.SteppedSeries;
import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import java.util.Random;

/**
 * A cell that steps many series in waves. Which series a wave takes is drawn at random, so that rows are found in the
 * cache and not found, and a series that ends now and then starts over: histories of all lengths come and go.
 */
final class SteppedCell implements AutoCloseable {

    private static final int WAVE = 256;
    private static final int LIFE = 1_000;

    private final SteppedSeries series;
    private final Random random = new Random(17);

    SteppedCell(Cell cell, int series, long cacheBytes) {
        this.series = new SteppedSeries(cell, series, new CellOptions(WAVE, 3, cacheBytes));
    }

    void steps(long count) {
        for (long left = count; left > 0; left -= WAVE) {
            wave((int) Math.min(left, WAVE));
        }
    }

    private void wave(int size) {
        int first = random.nextInt(series.count());
        int rows = Math.min(size, series.count());
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(LIFE) == 0) {
                series.renew((first + row) % series.count());
            }
        }
        series.step(first, rows);
    }

    @Override
    public void close() {
        series.close();
    }
}
