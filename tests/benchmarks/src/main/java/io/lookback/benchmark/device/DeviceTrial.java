package io.lookback.benchmark.device;

import io.lookback.cell.Cell;
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

    /**
     * What one cell did with one size of batches, all subtasks together.
     *
     * @param stepsPerSecond median of the rounds
     * @param rowsPerRun rows of a run on the device, on average; 0 where calls are not counted
     */
    record Row(String cell, int batch, double stepsPerSecond, double slowest, double fastest, double rowsPerRun) {}

    Row run(String kind, int rows) throws Exception {
        Cell cell = Cell.load(CellSpec.shipped(kind)).withHistory(HistoryBound.sliding(history));
        List<Batch> batches = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(subtasks);
        try {
            for (int subtask = 0; subtask < subtasks; subtask++) {
                batches.add(new Batch(cell, rows, device));
            }
            return run(kind, rows, batches, threads);
        } finally {
            threads.shutdown();
            batches.forEach(Batch::close);
        }
    }

    private Row run(String kind, int rows, List<Batch> batches, ExecutorService threads) throws Exception {
        together(threads, batches, batch -> {
            batch.live(history);
            return batch.stepFor(time.toNanos() / 2);
        });
        DeviceLoad before = device.load();
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            long steps = together(threads, batches, batch -> batch.stepFor(time.toNanos()));
            rates[round] = steps * 1e9 / (System.nanoTime() - begin);
        }
        Arrays.sort(rates);
        return new Row(kind, rows, rates[rounds / 2], rates[0], rates[rounds - 1], rowsPerRun(before, device.load()));
    }

    private interface Work {
        long of(Batch batch);
    }

    /** Returns the steps of all. */
    private static long together(ExecutorService threads, List<Batch> batches, Work work) throws Exception {
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
