package io.lookback.benchmark.device;

import io.lookback.benchmark.SteppedSeries;
import io.lookback.cell.Cell;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.memory.HistoryBound;
import io.lookback.onnx.Device;
import io.lookback.onnx.DeviceLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets subtasks, a thread each, step batches of their own on one device.
 *
 * @param history steps that each series has behind it, and keeps
 * @param time of a round; half of it goes before the first to warm up
 */
record DeviceTrial(Device device, int subtasks, int history, int rounds, Duration time) {

    private static final long CACHE_BYTES = 512L << 20;

    /**
     * What one cell did with one size of batches, all subtasks together.
     *
     * @param stepsPerSecond median of the rounds
     * @param rowsPerRun rows of a run on the device, on average; 0 where calls are not counted
     */
    record Row(String cell, int batch, double stepsPerSecond, double slowest, double fastest, double rowsPerRun) {}

    Row run(String kind, int rows) throws Exception {
        Cell cell = Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(history));
        List<SteppedSeries> batches = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(subtasks);
        try {
            for (int subtask = 0; subtask < subtasks; subtask++) {
                batches.add(new SteppedSeries(cell, rows, new CellOptions(rows, 0, CACHE_BYTES, device)));
            }
            return run(kind, rows, batches, threads);
        } finally {
            threads.shutdown();
            batches.forEach(SteppedSeries::close);
        }
    }

    private Row run(String kind, int rows, List<SteppedSeries> batches, ExecutorService threads) throws Exception {
        together(threads, batches, batch -> {
            for (int step = 0; step < history; step++) {
                batch.step();
            }
            return stepFor(time.toNanos() / 2, batch);
        });
        DeviceLoad before = device.load();
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            long steps = together(threads, batches, batch -> stepFor(time.toNanos(), batch));
            rates[round] = steps * 1e9 / (System.nanoTime() - begin);
        }
        Arrays.sort(rates);
        return new Row(kind, rows, rates[rounds / 2], rates[0], rates[rounds - 1], rowsPerRun(before, device.load()));
    }

    /** Returns the steps of all its series. */
    private static long stepFor(long nanos, SteppedSeries batch) {
        long begin = System.nanoTime();
        long steps = 0;
        while (System.nanoTime() - begin < nanos) {
            batch.step();
            steps += batch.count();
        }
        return steps;
    }

    private interface Work {
        long of(SteppedSeries batch);
    }

    /** Returns the steps of all. */
    private static long together(ExecutorService threads, List<SteppedSeries> batches, Work work) throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        batches.forEach(batch -> tasks.add(() -> work.of(batch)));
        long steps = 0;
        for (Future<Long> done : threads.invokeAll(tasks)) {
            steps += done.get();
        }
        return steps;
    }

    private static double rowsPerRun(DeviceLoad before, DeviceLoad after) {
        long runs = after.runs() - before.runs();
        return runs == 0 ? 0 : (double) (after.rows() - before.rows()) / runs;
    }
}
