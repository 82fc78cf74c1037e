package io.lookback.benchmark.endtoend;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Which records of a load have their score, and how late each score came. One thread. */
final class Arrivals {

    private static final int DIGITS = 3;

    private final OpenLoop load;
    private final BitSet seen = new BitSet();
    private final Histogram micros = new Histogram(DIGITS);

    private long missing;

    Arrivals(OpenLoop load) {
        this.load = load;
        this.missing = load.records();
    }

    boolean complete() {
        return missing == 0;
    }

    /**
     * A score is there; one that comes again does not count.
     *
     * @param now ns since the load began
     */
    void take(int index, long now) {
        if (seen.get(index)) {
            return;
        }
        seen.set(index);
        missing--;
        count(index, now);
    }

    /** A score that has not come counts with the time that was waited for it. */
    Latency until(long now) {
        for (int index = seen.nextClearBit(0); index < load.records(); index = seen.nextClearBit(index + 1)) {
            count(index, now);
        }
        return Latency.of(load.rate(), micros, missing);
    }

    private void count(int index, long now) {
        if (index >= load.counted()) {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, now - load.due(index))));
        }
    }
}
