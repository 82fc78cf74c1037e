package io.lookback.training.series;

import java.util.Locale;

/** One channel's raw values in the order of their times; immutable. */
public final class Series {

    private final long[] times;
    private final double[] values;

    /**
     * @param times event-time ms, strictly increasing
     * @param values finite, one per time
     */
    public Series(long[] times, double[] values) {
        if (times.length != values.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "A series has %d times but %d values; give one time per value.",
                    times.length,
                    values.length));
        }
        for (int i = 0; i < times.length; i++) {
            requireUsable(i, times, values);
        }
        this.times = times.clone();
        this.values = values.clone();
    }

    public int length() {
        return values.length;
    }

    /** Event-time ms. */
    public long time(int i) {
        return times[i];
    }

    public double value(int i) {
        return values[i];
    }

    private static void requireUsable(int i, long[] times, double[] values) {
        if (!Double.isFinite(values[i])) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Value %d of a series is %s; leave values that are not finite out.", i, values[i]));
        }
        if (i > 0 && times[i] <= times[i - 1]) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Time %d of a series (%d ms) is not after the one before (%d ms); sort by time and keep one value per time.",
                    i,
                    times[i],
                    times[i - 1]));
        }
    }
}
