package io.lookback.series;

import io.lookback.cell.CellExecutor;
import io.lookback.cell.Prediction;
import io.lookback.onnx.OnnxException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a wave with an announced model, which earns no trust by having passed its trial run: it is at fault if it fails,
 * if a forecast or a memory is not a finite number, or if it takes too long. What it made of the wave is then thrown away.
 *
 * <p>Time is the thread's own on the processor: on a busy machine a quick model may take seconds of the wall's.
 */
final class Trial {

    /** Of a wave, beside {@link #PER_ROW_NANOS}. Shipped models take 10 ms. */
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Shipped models take 5 to 50 µs. */
    private static final long PER_ROW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Trial() {}

    /** Runs what was added to the executor; returns what is wrong with the model. */
    static Optional<String> run(CellExecutor executor) {
        long begin = now();
        try {
            executor.run();
        } catch (OnnxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return verdict(executor, now() - begin);
    }

    static Optional<String> verdict(CellExecutor executor, long nanos) {
        long budget = BUDGET_NANOS + executor.rows() * PER_ROW_NANOS;
        if (nanos > budget) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "It took %d ms for %d rows, %d are allowed.",
                    TimeUnit.NANOSECONDS.toMillis(nanos),
                    executor.rows(),
                    TimeUnit.NANOSECONDS.toMillis(budget)));
        }
        for (int row = 0; row < executor.rows(); row++) {
            Prediction prediction = executor.prediction(row);
            boolean usable =
                    Double.isFinite(prediction.mean()) && Double.isFinite(prediction.scale()) && prediction.scale() > 0;
            if (!usable) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "It predicts %s: mean and scale must be finite, the scale above zero.",
                        prediction));
            }
            if (!executor.finite(row)) {
                return Optional.of("Its memory holds a number that is not finite.");
            }
        }
        return Optional.empty();
    }

    private static long now() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
