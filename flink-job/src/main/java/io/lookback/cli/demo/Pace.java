package io.lookback.cli.demo;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Spreads records evenly over time. One thread. */
final class Pace {

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final double perSecond;
    private final LongSupplier nanos;
    private final long begin;
    private long records;

    /**
     * @param perSecond records a second; 0 for as many as possible
     * @param nanos the clock
     */
    Pace(double perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /** Nanoseconds until the next record is due: zero if it is late, or so soon that a pause is not worth it. */
    long pause() {
        if (perSecond <= 0) {
            return 0;
        }
        long due = begin + (long) (records / perSecond * 1e9);
        long pause = due - nanos.getAsLong();
        return pause < SHORTEST_PAUSE_NANOS ? 0 : pause;
    }

    /** Returns when the next record is due, and counts it. */
    void await() throws InterruptedException {
        long pause = pause();
        records++;
        if (pause > 0) {
            TimeUnit.NANOSECONDS.sleep(pause);
        } else if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
