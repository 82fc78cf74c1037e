package io.lookback.normalize;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Running location and scale of one channel, and the map between raw and normalized values.
 *
 * <p>Exponential mean and variance whose rate is 1/(i+1) at first and never falls below {@value #SLOWEST_RATE}; after
 * {@value #ROBUST_FROM} values an outlier moves them by at most {@value #WINSOR} scales, so one wild value does not blind
 * the detector. The inverse hyperbolic sine is linear near the mean and logarithmic far away, so a cell meets bounded
 * inputs whatever the unit.
 */
public final class Normalizer {

    /** Normalized values lie in [-LIMIT, LIMIT]. */
    public static final double LIMIT = 6;

    private static final int VERSION = 1;
    private static final double SLOWEST_RATE = 0.001;
    private static final long ROBUST_FROM = 50;
    private static final double WINSOR = 8;
    private static final long EARLY = 10;
    /** Its square is finite. */
    private static final double LARGEST = 1e150;

    private static final double TINY = 1e-150;
    /** Least scale, as a share of the mean: 1e-3 is as good on recorded series and coarse for large numbers, 1e-6 is worse. */
    private static final double LEAST_SHARE = 1e-5;

    private long count;
    private double mean;
    private double variance;

    /** In normalized units; call it before {@link #observe} to see a value as it was before it became known. */
    public double normalize(double x) {
        return clip(asinh((x - mean) / scale()));
    }

    /** The inverse of {@link #normalize} within the limits. */
    public double denormalize(double y) {
        double e = Math.exp(clip(y));
        return mean + scale() * (e - 1 / e) / 2; // sinh, several times faster; its error is that of the sum
    }

    public void observe(double x) {
        double finite = clip(x, -LARGEST, LARGEST);
        if (count == 0) {
            mean = finite;
        }
        double reach = count > ROBUST_FROM ? WINSOR * scale() : Double.POSITIVE_INFINITY;
        double bounded = clip(finite, mean - reach, mean + reach);
        double rate = Math.max(SLOWEST_RATE, 1.0 / (count + 1));
        double delta = bounded - mean;
        mean += rate * delta;
        variance = (1 - rate) * (variance + rate * delta * delta);
        count++;
    }

    /** Number of values observed. */
    public long count() {
        return count;
    }

    public double mean() {
        return mean;
    }

    /** In raw units, never zero. */
    public double scale() {
        double scale = Math.sqrt(variance) + LEAST_SHARE * Math.abs(mean) + TINY;
        return count < EARLY ? Math.max(scale, 0.1 * Math.abs(mean) + 1e-6) : scale;
    }

    /** The map between raw and normalized values as it is now. */
    public Units units() {
        return new Units(mean, scale());
    }

    /** Returns a deep copy. */
    public Normalizer copy() {
        Normalizer copy = new Normalizer();
        copy.count = count;
        copy.mean = mean;
        copy.variance = variance;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(variance);
    }

    public static Normalizer read(DataInput in) throws IOException {
        Versions.require("normalizer", in.readByte(), VERSION);
        Normalizer normalizer = new Normalizer();
        normalizer.count = in.readLong();
        normalizer.mean = in.readDouble();
        normalizer.variance = in.readDouble();
        return normalizer;
    }

    static double clip(double y) {
        return clip(y, -LIMIT, LIMIT);
    }

    private static double clip(double x, double low, double high) {
        return Math.max(low, Math.min(high, x));
    }

    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        double y = Math.log(magnitude + Math.sqrt(magnitude * magnitude + 1));
        return x < 0 ? -y : y;
    }
}
