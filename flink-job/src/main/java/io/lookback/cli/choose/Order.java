package io.lookback.cli.choose;

import io.lookback.cli.skill.Track;
import java.util.Arrays;

/**
 * What the order of a track's values tells about the next one.
 *
 * @param matters whether it tells anything: not in noise, whose values are unrelated, nor in a random walk, whose changes are
 * @param period steps of its rhythm; 0 if none was found
 */
record Order(boolean matters, int period) {

    /** Values that are looked at, the last ones. */
    private static final int MOST = 8_192;

    private static final int SHORTEST = 4;

    /** The longest rhythm must come so often. */
    private static final int TIMES = 4;

    /** After a period, values differ by at most this share of what they differ by between its ends. */
    private static final double RETURN = 0.7;

    /** A valley is as deep as the deepest one up to this factor: of a period and its multiples, the period counts. */
    private static final double AS_DEEP = 1.15;

    private static final int LAGS = 8;
    private static final double LEAST_CORRELATION = 0.1;

    static Order of(Track track) {
        double[] values = Arrays.copyOfRange(track.values(), Math.max(0, track.length() - MOST), track.length());
        double[] changes = new double[values.length - 1];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = values[i + 1] - values[i];
        }
        int period = period(values);
        return new Order(period > 0 || related(values) && related(changes), period);
    }

    /** Whether a value has to do with one of the {@link #LAGS} before it, beyond chance. */
    private static boolean related(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean);
        }
        double least = Math.max(LEAST_CORRELATION, TIMES / Math.sqrt(values.length));
        for (int lag = 1; lag <= LAGS && variance > 0; lag++) {
            double sum = 0;
            for (int i = lag; i < values.length; i++) {
                sum += (values[i] - mean) * (values[i - lag] - mean);
            }
            if (Math.abs(sum) > least * variance) {
                return true;
            }
        }
        return false;
    }

    /**
     * The lag at which values return best, and again at twice the lag: the variogram has a valley there. A random walk's has
     * none, nor has that of noise.
     */
    private static int period(double[] values) {
        int longest = values.length / TIMES;
        double[] apart = variogram(values, 2 * longest);
        double[] valley = new double[longest];
        double farthest = 0;
        double deepest = Double.POSITIVE_INFINITY;
        for (int lag = 1; lag < longest; lag++) {
            farthest = Math.max(farthest, apart[lag]);
            double height = Math.max(apart[lag], apart[2 * lag]);
            valley[lag] = lag >= SHORTEST && height < RETURN * farthest ? height : Double.POSITIVE_INFINITY;
            deepest = Math.min(deepest, valley[lag]);
        }
        for (int lag = 1; lag < longest && Double.isFinite(deepest); lag++) {
            if (valley[lag] <= AS_DEEP * deepest) {
                return bottom(valley, lag);
            }
        }
        return 0;
    }

    /** Mean distance of values by their lag, up to the longest. */
    private static double[] variogram(double[] values, int longest) {
        double[] apart = new double[longest + 1];
        for (int lag = 1; lag <= longest; lag++) {
            double sum = 0;
            for (int i = lag; i < values.length; i++) {
                sum += Math.abs(values[i] - values[i - lag]);
            }
            apart[lag] = sum / (values.length - lag);
        }
        return apart;
    }

    private static int bottom(double[] valley, int begin) {
        int lag = begin;
        while (lag + 1 < valley.length && valley[lag + 1] < valley[lag]) {
            lag++;
        }
        return lag;
    }
}
