package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far one feature's value, its deviation from the usual week and its forecast residual lie from all that the series
 * did before, in three memories:
 *
 * <pre>
 * W  = (u, ema24 u)         u = x - usual value of the hour of the week, or of the time of day
 * N  = (x, ema24 r)         r = x - forecast
 * N3 = (x, r, ema24 r)
 * d_k         distance to the nearest prototype of memory k, 0 for the first {@value #SETTLING} values
 * level(k)  = max(log10 clip(d_k / sqrt(range * 8 sd), 1e-6, 1e3) + 5, 0)
 * </pre>
 *
 * <p>The range and the standard deviation sd are those of this epoch and the one before: see {@link #forget}. Coordinates are kept
 * relative to the first value, later to the middle of the range, in a unit (a power of two, so nothing is lost in
 * conversion) that follows the range: single precision is then enough whatever the size and offset of the values.
 */
public final class Novelty {

    /** Index of each memory, and how many there are. */
    public static final int WEEK = 0;

    public static final int FORECAST = 1;
    public static final int RESIDUAL = 2;
    public static final int MEMORIES = 3;

    private static final int VERSION = 2;
    private static final double EPSILON = 0.002;
    private static final double TREND_MEMORY = 24;
    private static final long SETTLING = 10;
    private static final long ROBUST_FROM = 50;
    private static final double REACH = 16;
    private static final double ROOM = 1024;
    private static final double FARTHEST = 1e15;
    /** How much smaller a unit may become at once: what single precision holds stays finite. */
    private static final double FINEST = 0x1p-64;

    private final NoveltyMemory week;
    private final NoveltyMemory forecast;
    private final NoveltyMemory residual;
    /** Of this epoch and the one before. */
    private RunningZ whole = RunningZ.damped();
    /** Of this epoch. */
    private RunningZ recent = RunningZ.damped();

    private long count;
    private double base;
    private double unit;
    private double low;
    private double high;
    private double recentLow = Double.POSITIVE_INFINITY;
    private double recentHigh = Double.NEGATIVE_INFINITY;
    private double trendU;
    private double trendR;

    private final float[] point = new float[MEMORIES];
    private final double[] distances = new double[MEMORIES];
    private double denominator = 1;

    /** @param bound most prototypes in each memory */
    public Novelty(int bound) {
        this(
                new NoveltyMemory(2, bound, EPSILON),
                new NoveltyMemory(2, bound, EPSILON),
                new NoveltyMemory(3, bound, EPSILON));
    }

    private Novelty(NoveltyMemory week, NoveltyMemory forecast, NoveltyMemory residual) {
        this.week = week;
        this.forecast = forecast;
        this.residual = residual;
    }

    /** Judges a value against the past, then takes it in. {@link #distance} and {@link #level} tell the outcome. */
    public void judge(double x, double u, double r) {
        if (count == 0) {
            start(x);
        }
        followUnit(Math.abs(bounded(x) - base));
        double range = range();
        denominator = Math.sqrt(range * 8 * whole.deviation());
        double rate = Math.max(1 / TREND_MEMORY, 1.0 / (count + 1));
        trendU += rate * (u - trendU);
        trendR += rate * (r - trendR);
        double bounded = range / unit;
        distances[WEEK] = judge(week, bounded, u, trendU, 0);
        distances[FORECAST] = judge(forecast, bounded, x - base, trendR, 0);
        distances[RESIDUAL] = judge(residual, bounded, x - base, r, trendR);
        observe(bounded(x));
        count++;
    }

    /**
     * A value within reach of the past: {@value #REACH} times its width beyond it. One wild value, such as one in another
     * unit, does not blind to all later ones; a new scale is followed within a few records.
     */
    public double bounded(double x) {
        double reach = count < ROBUST_FROM ? Double.POSITIVE_INFINITY : REACH * range();
        return Math.max(low - reach, Math.min(high + reach, x));
    }

    private void observe(double x) {
        low = Math.min(low, x);
        high = Math.max(high, x);
        recentLow = Math.min(recentLow, x);
        recentHigh = Math.max(recentHigh, x);
        whole.observe(x, 0, 0);
        recent.observe(x, 0, 0);
    }

    /**
     * Ends the epoch once it has so many records: what was last seen before it, is forgotten.
     *
     * @param epoch records
     */
    public void forget(double epoch) {
        if (recent.count() < epoch) {
            return;
        }
        low = recentLow;
        high = recentHigh;
        recentLow = Double.POSITIVE_INFINITY;
        recentHigh = Double.NEGATIVE_INFINITY;
        whole = recent;
        recent = RunningZ.damped();
        week.forget();
        forecast.forget();
        residual.forget();
        rebase();
    }

    /** Makes single precision enough for where the series is by now. */
    private void rebase() {
        double middle = low + (high - low) / 2;
        float shift = (float) ((base - middle) / unit);
        forecast.shift(shift);
        residual.shift(shift);
        base = middle;
        scale(Math.max(powerOfTwo(range()), FINEST * unit));
    }

    /** Distance of the last judged value in a memory, raw units. */
    public double distance(int memory) {
        return distances[memory];
    }

    /** That distance on a logarithmic scale, relative to the range and spread of the past: 0..8. */
    public double level(int memory) {
        double relative = denominator > 0 ? distances[memory] / denominator : distances[memory] > 0 ? 1e3 : 0;
        return Math.max(Math.log10(Math.max(1e-6, Math.min(1e3, relative))) + 5, 0);
    }

    /** Standard deviation of the past, raw units. */
    public double deviation() {
        return whole.deviation();
    }

    /** Width of the past, raw units; above zero once there was a value. */
    public double range() {
        return high - low + 1e-3 * Math.max(Math.abs(low), Math.abs(high)) + 1e-12;
    }

    private double judge(NoveltyMemory memory, double range, double a, double b, double c) {
        point[0] = coordinate(a);
        point[1] = coordinate(b);
        point[2] = coordinate(c);
        double distance = memory.nearest(point);
        memory.remember(point, distance, range);
        return count < SETTLING ? 0 : distance * unit;
    }

    private float coordinate(double raw) {
        return (float) Math.max(-FARTHEST, Math.min(FARTHEST, raw / unit));
    }

    private void start(double x) {
        base = x;
        low = x;
        high = x;
        unit = powerOfTwo(range());
    }

    private void followUnit(double reach) {
        double needed = Math.max(reach, range());
        if (needed > ROOM * unit) {
            scale(powerOfTwo(needed));
        }
    }

    private void scale(double next) {
        float factor = (float) (unit / next);
        week.scale(factor);
        forecast.scale(factor);
        residual.scale(factor);
        unit = next;
    }

    private static double powerOfTwo(double size) {
        return Math.scalb(1.0, Math.getExponent(size));
    }

    /** The same once more, sharing nothing that changes. */
    public Novelty copy() {
        Novelty copy = new Novelty(week.copy(), forecast.copy(), residual.copy());
        copy.count = count;
        copy.base = base;
        copy.unit = unit;
        copy.low = low;
        copy.high = high;
        copy.recentLow = recentLow;
        copy.recentHigh = recentHigh;
        copy.trendU = trendU;
        copy.trendR = trendR;
        copy.whole = whole.copy();
        copy.recent = recent.copy();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(count);
        for (double value : new double[] {base, unit, low, high, trendU, trendR}) {
            out.writeDouble(value);
        }
        whole.write(out);
        out.writeDouble(recentLow);
        out.writeDouble(recentHigh);
        recent.write(out);
        week.write(out);
        forecast.write(out);
        residual.write(out);
    }

    public Novelty readInto(DataInput in) throws IOException {
        Versions.require("novelty", in.readByte(), VERSION);
        count = in.readLong();
        base = in.readDouble();
        unit = in.readDouble();
        low = in.readDouble();
        high = in.readDouble();
        trendU = in.readDouble();
        trendR = in.readDouble();
        whole.readInto(in);
        recentLow = in.readDouble();
        recentHigh = in.readDouble();
        recent.readInto(in);
        week.readInto(in);
        forecast.readInto(in);
        residual.readInto(in);
        return this;
    }

    public long bytes() {
        return 1
                + Long.BYTES
                + 8 * Double.BYTES
                + whole.bytes()
                + recent.bytes()
                + week.bytes()
                + forecast.bytes()
                + residual.bytes();
    }
}
