package io.lookback.forecast;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far forecasts of one feature were off, by how many steps ahead: what makes the band of a multi-step forecast. A cell
 * that is fed its own expectation is as sure of the last step as of the first, so its own scale says nothing about it.
 * Instead one forecast at a time is kept until its steps have come true.
 *
 * <p>Of step k, E_k is the running mean of {@code |value - expected|} (rate {@code 1/(n + 3)}, at least {@value
 * #SLOWEST_RATE}; an error counts for {@value #LARGEST} mean ones at most), in units of the channel's scale when the
 * forecast was made. Before anything came true it is that of a random walk, the one-step band times the root of k. Either
 * end of the band lies {@code exp(q) 4.6 E_k} from the expectation: 99 % of a Laplace distribution lies within 4.6 mean
 * errors. The logarithms q, one for each end and common to all steps, move by {@code gamma (missed - 0.005)} with each
 * step that came true (Gibbs and Candes, Adaptive Conformal Inference Under Distribution Shift, 2021), so that in the long
 * run half a percent lies beyond either end, whatever the errors' distribution. The first step has the band that the
 * record itself will be judged by.
 *
 * <p>It also knows between which values the feature lay, so that no step leads far out of it ({@link #bounded}).
 *
 * <p>{@link #widths} reads, {@link #keep} and {@link #learn} change. One owner.
 */
public final class HorizonErrors {

    /** 99 % of a Laplace distribution lies within so many mean absolute errors: ln 100. */
    private static final double IN_BAND = 4.605170;

    private static final double SLOWEST_RATE = 1.0 / 64;
    private static final int PRIOR = 3;
    private static final double LARGEST = 20;
    /** Misses of one forecast's steps come together: a fourth of the rate of one-step bands. */
    private static final double GAMMA = 0.05;

    private static final double MISSES = 0.005;
    private static final double NARROWEST = -1.5;
    /** All steps of a forecast may miss together, and the way back takes two hundred times as long: so not far. */
    private static final double WIDEST = 1;

    private final float[] errors;
    private final double[] expected;
    private final float[] below;
    private final float[] above;
    private final RecentRange range;
    private float stretchBelow;
    private float stretchAbove;
    private int completed;
    /** Of the kept forecast: the step that comes next; as many as there are steps for no forecast. */
    private int next;
    /** Of the kept forecast. */
    private double scale;

    private HorizonErrors(int horizon, RecentRange range) {
        this.range = range;
        this.errors = new float[horizon];
        this.expected = new double[horizon];
        this.below = new float[horizon];
        this.above = new float[horizon];
        this.next = horizon;
    }

    public static HorizonErrors fresh(int horizon) {
        return new HorizonErrors(horizon, new RecentRange());
    }

    /** These, or fresh ones of the same feature if they are of another horizon. */
    public HorizonErrors of(int horizon) {
        return horizon == horizon() ? this : new HorizonErrors(horizon, range);
    }

    public int horizon() {
        return errors.length;
    }

    /**
     * Distances of the band's ends from the expectation, raw: of step k at k, those below first, then those above.
     *
     * @param scale of the channel now, raw
     * @param first the forecast of the next value
     */
    public double[][] widths(double scale, Forecast first) {
        double[][] widths = new double[2][horizon()];
        widths[0][0] = first.expected() - first.lower();
        widths[1][0] = first.upper() - first.expected();
        for (int step = 1; step < horizon(); step++) {
            double walk = Math.sqrt(step + 1.0);
            boolean known = errors[step] > 0;
            double usual = IN_BAND * errors[step] * scale;
            widths[0][step] = known ? Math.exp(stretchBelow) * usual : walk * widths[0][0];
            widths[1][step] = known ? Math.exp(stretchAbove) * usual : walk * widths[1][0];
        }
        return widths;
    }

    /** Whether the feature has shown enough values to be forecast many steps ahead. */
    public boolean ready() {
        return range.known();
    }

    /** An expected value, raw, or the next one that is in reach of what the feature showed of late. */
    public double bounded(double expected) {
        return range.bounded(expected);
    }

    /** Whether a forecast waits for its steps to come true. */
    public boolean waits() {
        return next < horizon();
    }

    /**
     * Keeps a forecast until its steps have come true.
     *
     * @param path expected values, raw
     * @param widths as {@link #widths} gave them
     * @param scale of the channel now, raw
     */
    public void keep(double[] path, double[][] widths, double scale) {
        System.arraycopy(path, 0, expected, 0, horizon());
        for (int step = 0; step < horizon(); step++) {
            below[step] = (float) (widths[0][step] / scale);
            above[step] = (float) (widths[1][step] / scale);
        }
        this.scale = scale;
        next = 0;
    }

    /** A value came, raw; NaN for a record without one. */
    public void learn(double x) {
        range.observe(x);
        if (!waits()) {
            return;
        }
        int step = next++;
        double error = (x - expected[step]) / scale;
        if (Double.isFinite(error)) {
            learn(step, error);
        }
        if (!waits()) {
            completed++;
        }
    }

    private void learn(int step, double error) {
        if (errors[step] <= 0) {
            errors[step] = (float) ((below[step] + above[step]) / 2 / IN_BAND);
        }
        double rate = Math.max(SLOWEST_RATE, 1.0 / (completed + PRIOR));
        double bounded = errors[step] > 0 ? Math.min(Math.abs(error), LARGEST * errors[step]) : Math.abs(error);
        errors[step] += (float) (rate * (bounded - errors[step]));
        if (step > 0) {
            stretchBelow = moved(stretchBelow, error < -below[step]);
            stretchAbove = moved(stretchAbove, error > above[step]);
        }
    }

    private static float moved(float q, boolean missed) {
        return (float) Math.max(NARROWEST, Math.min(WIDEST, q + GAMMA * ((missed ? 1 : 0) - MISSES)));
    }

    /** A value came after a pause, raw: what was expected of it does not concern it. */
    public void resume(double x) {
        range.observe(x);
        next = horizon();
    }

    /** A deep copy. */
    public HorizonErrors copy() {
        HorizonErrors copy = new HorizonErrors(horizon(), range.copy());
        System.arraycopy(errors, 0, copy.errors, 0, horizon());
        System.arraycopy(expected, 0, copy.expected, 0, horizon());
        System.arraycopy(below, 0, copy.below, 0, horizon());
        System.arraycopy(above, 0, copy.above, 0, horizon());
        copy.stretchBelow = stretchBelow;
        copy.stretchAbove = stretchAbove;
        copy.completed = completed;
        copy.next = next;
        copy.scale = scale;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        range.write(out);
        out.writeFloat(stretchBelow);
        out.writeFloat(stretchAbove);
        out.writeInt(completed);
        out.writeShort(next);
        out.writeDouble(scale);
        for (int step = 0; step < horizon(); step++) {
            out.writeFloat(errors[step]);
            out.writeDouble(expected[step]);
            out.writeFloat(below[step]);
            out.writeFloat(above[step]);
        }
    }

    /** @param horizon as it was written with */
    public static HorizonErrors read(DataInput in, int horizon) throws IOException {
        HorizonErrors read = new HorizonErrors(horizon, RecentRange.read(in));
        read.stretchBelow = in.readFloat();
        read.stretchAbove = in.readFloat();
        read.completed = in.readInt();
        read.next = in.readShort();
        read.scale = in.readDouble();
        for (int step = 0; step < horizon; step++) {
            read.errors[step] = in.readFloat();
            read.expected[step] = in.readDouble();
            read.below[step] = in.readFloat();
            read.above[step] = in.readFloat();
        }
        return read;
    }
}
