package io.lookback.incident;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many alerts begin by chance: the running mean of how many begin in a span of event time. So many that chance would
 * bring them together once in a thousand spans have one cause. In a fleet of ten thousand series alerts overlap all the
 * time, in one of twenty hardly ever; no fixed number is right for both. A span that holds an incident counts no more than
 * a few times the mean, so that a storm does not become what is usual. Mutable, one owner.
 */
final class CoincidenceRate {

    /** Spans over which the mean is taken. */
    private static final double MEMORY = 100;

    private static final double CHANCE = 1e-3;
    private static final double MOST_TIMES = 4;

    /** Without any experience: one alert an hour. */
    private static final double FIRST_PER_MS = 1 / 3_600_000.0;

    private final long span;
    private double mean;
    private long spans;
    private long current = Long.MIN_VALUE;
    private long count;

    /** @param span event-time ms */
    CoincidenceRate(long span) {
        this.span = span;
        this.mean = FIRST_PER_MS * span;
    }

    /** An alert began, event-time ms. One that began before the newest counts with it. */
    void learn(long begin) {
        long now = Math.floorDiv(begin, span);
        if (current == Long.MIN_VALUE) {
            current = now;
        }
        if (now > current) {
            add(Math.min(count, MOST_TIMES * (mean + 1)));
            long empty = Math.min(now - current - 1, (long) (10 * MEMORY));
            for (long i = 0; i < empty; i++) {
                add(0);
            }
            current = now;
            count = 0;
        }
        count++;
    }

    private void add(double found) {
        spans++;
        mean += (found - mean) * Math.max(1 / MEMORY, 1.0 / (spans + 1));
    }

    /**
     * Whether that many alerts within two spans are too many for chance: {@code P(N >= count)} for a Poisson variable is
     * below {@value #CHANCE}.
     */
    boolean unlikely(int found) {
        double expected = 2 * mean;
        double term = Math.exp(-expected);
        double below = 0;
        for (int n = 0; n < found; n++) {
            below += term;
            term *= expected / (n + 1);
        }
        return 1 - below < CHANCE;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(mean);
        out.writeLong(spans);
        out.writeLong(current);
        out.writeLong(count);
    }

    static CoincidenceRate read(DataInput in, long span) throws IOException {
        CoincidenceRate coincidence = new CoincidenceRate(span);
        coincidence.mean = in.readDouble();
        coincidence.spans = in.readLong();
        coincidence.current = in.readLong();
        coincidence.count = in.readLong();
        return coincidence;
    }
}
