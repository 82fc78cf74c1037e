package io.lookback.series;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How many records a series has had, when the newest was, and how far apart they are as a rule. Mutable. */
final class SeriesClock {

    private static final long FIRST_INTERVAL_MS = 300_000;
    private static final int EARLY = 5;
    private static final int GAP_FACTOR = 3;

    private long steps;
    private long lastTime = Long.MIN_VALUE;
    private long interval = FIRST_INTERVAL_MS;
    /** Between the last two records; 0 where the last one was not the newest. Not written. */
    private long elapsed;

    long steps() {
        return steps;
    }

    /** Event time of the newest record, ms; {@link Long#MIN_VALUE} before the first. */
    long lastTime() {
        return lastTime;
    }

    /** Event time between two records as a rule, ms. */
    long interval() {
        return interval;
    }

    /** Event time between the last two records, ms; 0 where the last one was not the newest. */
    long elapsed() {
        return elapsed;
    }

    /** Whether a record of that event time comes after a pause that the usual interval does not explain. */
    boolean gapBefore(long time) {
        return steps >= EARLY && time - lastTime > GAP_FACTOR * interval;
    }

    /** Takes a record of that event time in, ms. */
    void observe(long time) {
        elapsed = steps > 0 ? Math.max(0, time - lastTime) : 0;
        if (steps > 0 && elapsed > 0 && (steps < EARLY || elapsed < GAP_FACTOR * interval)) {
            interval = elapsed;
        }
        lastTime = Math.max(lastTime, time);
        steps++;
    }

    SeriesClock copy() {
        SeriesClock copy = new SeriesClock();
        copy.steps = steps;
        copy.lastTime = lastTime;
        copy.interval = interval;
        copy.elapsed = elapsed;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(steps);
        out.writeLong(lastTime);
        out.writeLong(interval);
    }

    static SeriesClock read(DataInput in) throws IOException {
        SeriesClock clock = new SeriesClock();
        clock.steps = in.readLong();
        clock.lastTime = in.readLong();
        clock.interval = in.readLong();
        return clock;
    }
}
