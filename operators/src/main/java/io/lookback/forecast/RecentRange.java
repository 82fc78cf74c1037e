package io.lookback.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Between which values one feature lay of late, and how far beyond a forecast of many steps may lead: a forecast is fed its
 * own expectations, so what is a little too large in each step would grow without end.
 *
 * <p>Of two blocks of {@value #BLOCK} values, the one that fills and the one before: what is older than both is forgotten,
 * so that a series that has moved is forecast where it is. Bounded: 34 bytes. One owner.
 */
final class RecentRange {

    private static final int BLOCK = 512;

    /** Values that a feature must have shown. */
    private static final int ENOUGH = 64;

    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double lowBefore = Double.POSITIVE_INFINITY;
    private double highBefore = Double.NEGATIVE_INFINITY;
    private int filled;

    /** A value came, raw; NaN for a record without one. */
    void observe(double x) {
        if (!Double.isFinite(x)) {
            return;
        }
        if (filled == BLOCK) {
            lowBefore = low;
            highBefore = high;
            low = x;
            high = x;
            filled = 0;
        }
        low = Math.min(low, x);
        high = Math.max(high, x);
        filled++;
    }

    /** Whether it has seen enough values to bound others. */
    boolean known() {
        return filled >= ENOUGH || lowBefore <= highBefore;
    }

    /** The value, or the next one that lies no further beyond the range than the range is wide. */
    double bounded(double x) {
        double least = Math.min(low, lowBefore);
        double most = Math.max(high, highBefore);
        double reach = most - least;
        return Math.max(least - reach, Math.min(most + reach, x));
    }

    RecentRange copy() {
        RecentRange copy = new RecentRange();
        copy.low = low;
        copy.high = high;
        copy.lowBefore = lowBefore;
        copy.highBefore = highBefore;
        copy.filled = filled;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(low);
        out.writeDouble(high);
        out.writeDouble(lowBefore);
        out.writeDouble(highBefore);
        out.writeShort(filled);
    }

    static RecentRange read(DataInput in) throws IOException {
        RecentRange read = new RecentRange();
        read.low = in.readDouble();
        read.high = in.readDouble();
        read.lowBefore = in.readDouble();
        read.highBefore = in.readDouble();
        read.filled = in.readUnsignedShort();
        return read;
    }
}
