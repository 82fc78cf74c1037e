package io.lookback.normalize;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A value taken as a counter: one that only climbs, and begins again at zero when what counts restarts. Its rate is
 * {@code (x - x') / (t - t')} per second, {@code x'} being the value before. Where the value fell, the counter was reset;
 * how much was counted before and after is unknown, so there is no rate, and nothing that could look like an anomaly.
 * Mutable, one owner.
 */
public final class RawCounter {

    /** Climbs in a row, without a fall, after which a value is taken for a counter that nobody declared. */
    public static final int TELLING = 200;

    private double value = Double.NaN;
    private long time;
    private int climbs;

    /**
     * Per second, {@link Double#NaN} where there is none: at the first value, after a reset, and for a record that is not
     * newer than the last, or whose rate is beyond every number.
     *
     * @param raw the counter's new value
     * @param at event-time ms
     */
    public double rate(double raw, long at) {
        double rate = raw >= value && at > time ? (raw - value) / ((at - time) / 1000.0) : Double.NaN;
        return Double.isFinite(rate) ? rate : Double.NaN;
    }

    /** Takes a value in. Returns whether it is the one at which the value is taken for a counter. */
    public boolean observe(double raw, long at) {
        if (Double.isNaN(raw) || !Double.isNaN(value) && at <= time) {
            return false;
        }
        boolean told = false;
        if (raw < value) {
            climbs = 0;
        } else if (raw > value && climbs < TELLING) {
            told = ++climbs == TELLING;
        }
        value = raw;
        time = at;
        return told;
    }

    RawCounter copy() {
        RawCounter copy = new RawCounter();
        copy.value = value;
        copy.time = time;
        copy.climbs = climbs;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(value);
        out.writeLong(time);
        out.writeInt(climbs);
    }

    static RawCounter read(DataInput in) throws IOException {
        RawCounter counter = new RawCounter();
        counter.value = in.readDouble();
        counter.time = in.readLong();
        counter.climbs = in.readInt();
        return counter;
    }
}
