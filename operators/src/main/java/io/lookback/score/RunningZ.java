package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Exponentially weighted mean and variance of one feature, and how many standard deviations a value lies from that mean
 * (Finch, "Incremental calculation of weighted mean and variance", 2009, section 9):
 *
 * <pre>
 * z = (x - m) / max(sqrt q, floor)          with m and q as they were before x
 * a = max(rate, 1 / (n + offset));  d = x - m;  m += a d;  q = (1 - a)(q + a d^2)
 * </pre>
 *
 * A winsorised memory moves by at most {@value #WINSOR} standard deviations once it has {@value #ROBUST_FROM} values:
 * a burst stays visible as long as it lasts. One that is not gets used to it.
 */
public final class RunningZ {

    private static final int VERSION = 2;
    private static final double WINSOR = 8;
    private static final long ROBUST_FROM = 50;

    private final boolean winsorised;
    private final int offset;

    private long count;
    private double mean;
    private double variance;

    private RunningZ(boolean winsorised, int offset) {
        this.winsorised = winsorised;
        this.offset = offset;
    }

    public static RunningZ winsorised() {
        return new RunningZ(true, 1);
    }

    public static RunningZ plain() {
        return new RunningZ(false, 1);
    }

    /** Starts half as wide: the first value weighs a half, not one. */
    public static RunningZ damped() {
        return new RunningZ(false, 2);
    }

    /** 0 before the first value. */
    public double z(double x, double floor) {
        return count == 0 ? 0 : (x - mean) / Math.max(deviation(), floor);
    }

    /** Standard deviation of the past, in raw units. */
    public double deviation() {
        return Math.sqrt(variance);
    }

    public long count() {
        return count;
    }

    /**
     * Takes a value in, once it has been judged.
     *
     * @param slowest the rate below which a new value's weight never falls, 0 to weigh the whole past equally
     */
    public void observe(double x, double slowest, double floor) {
        if (count == 0) {
            mean = x;
        }
        double reach = WINSOR * Math.max(deviation(), floor);
        double delta = x - mean;
        if (winsorised && count > ROBUST_FROM) {
            delta = Math.max(-reach, Math.min(reach, delta));
        }
        double rate = Math.max(slowest, 1.0 / (count + offset));
        mean += rate * delta;
        variance = (1 - rate) * (variance + rate * delta * delta);
        count++;
    }

    /** The same once more, sharing nothing that changes. */
    public RunningZ copy() {
        RunningZ copy = new RunningZ(winsorised, offset);
        copy.count = count;
        copy.mean = mean;
        copy.variance = variance;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt((int) Math.min(count, Integer.MAX_VALUE));
        out.writeDouble(mean);
        out.writeDouble(variance);
    }

    public RunningZ readInto(DataInput in) throws IOException {
        Versions.require("running z", in.readByte(), VERSION);
        count = in.readInt();
        mean = in.readDouble();
        variance = in.readDouble();
        return this;
    }

    public long bytes() {
        return 1 + Integer.BYTES + 2 * Double.BYTES;
    }
}
