package io.lookback.benchmark.complexity;

import io.lookback.benchmark.Medians;
import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import io.lookback.memory.PagedHistory;
import io.lookback.normalize.CellInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One series that lives up to the largest length, alone in every call; its history is never cut. */
final class Growing {

    private static final long CACHE_BYTES = 64L << 20;

    private final Random random = new Random(17);
    private final float[] input = new float[CellInput.SIZE];
    private final MapPages pages = new MapPages();
    private final Memory memory;
    private final CellExecutor executor;
    private long time;

    private Growing(Cell cell, CellExecutor executor) {
        this.memory = cell.memory().fresh();
        this.executor = executor;
    }

    /** @param steps before each length that count */
    static Complexity.Row measure(String kind, Cell loaded, List<Integer> lengths, int steps) {
        int longest = lengths.stream().mapToInt(Integer::intValue).max().orElse(1);
        Cell cell = loaded.withHistory(HistoryBound.sliding(wholePages(longest)));
        List<Double> micros = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        try (CellExecutor executor = cell.open(new CellOptions(1, 0, CACHE_BYTES), new CacheStats())) {
            Growing series = new Growing(cell, executor);
            for (int length : lengths) {
                micros.add(series.liveUntil(length, steps));
                bytes.add(series.bytes());
            }
        }
        return new Complexity.Row(kind, micros, bytes);
    }

    private static int wholePages(int rows) {
        return (rows + PagedHistory.PAGE_ROWS - 1) / PagedHistory.PAGE_ROWS * PagedHistory.PAGE_ROWS;
    }

    private double liveUntil(int length, int steps) {
        List<Double> micros = new ArrayList<>();
        while (time < length) {
            long began = System.nanoTime();
            step();
            if (time > length - steps) {
                micros.add((System.nanoTime() - began) / 1e3);
            }
        }
        return Medians.of(micros);
    }

    private void step() {
        input[CellInput.Y] = (float) random.nextGaussian();
        executor.add(input, memory, pages);
        executor.run();
        executor.advance(0, memory, pages, time++);
        executor.clear();
    }

    /** As in state: the head, and each row with its event time. */
    private long bytes() {
        MemoryShape shape = memory.shape();
        int row = shape.match(vector -> 0, MemoryShape.History::row, MemoryShape.Window::row);
        return shape.bytes() + (long) memory.rows() * (Float.BYTES * row + Long.BYTES);
    }
}
