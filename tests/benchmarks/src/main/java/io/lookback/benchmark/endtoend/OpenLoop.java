package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An open load: record {@code i} is due at a fixed instant and is sent then or, where the sender was held up, as soon as
 * it can; no answer is waited for. Latencies counted from the due instants hide no stall.
 *
 * @param rate records per second
 */
record OpenLoop(double rate, Duration warmUp, Duration measured) {

    OpenLoop {
        if (!(rate > 0)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A load of %s records/s: give more than 0", rate));
        }
    }

    /** Records in all. */
    long records() {
        return Math.max(2, (long) (rate * (warmUp.toNanos() + measured.toNanos()) / TimeUnit.SECONDS.toNanos(1)));
    }

    /** The first record that counts. */
    long counted() {
        return Math.min(records() - 1, (long) (rate * warmUp.toNanos() / TimeUnit.SECONDS.toNanos(1)));
    }

    /** When a record is due, ns since the beginning. */
    long due(long index) {
        return (long) (index * (TimeUnit.SECONDS.toNanos(1) / rate));
    }

    /**
     * Sends all records.
     *
     * @param first of the sender's workload
     * @param begin in terms of {@link System#nanoTime}
     */
    void run(Sender sender, long first, long begin) {
        long records = records();
        for (long index = 0; index < records; index++) {
            long due = begin + due(index);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            sender.send(first + index);
        }
    }
}
