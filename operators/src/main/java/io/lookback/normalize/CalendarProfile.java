package io.lookback.normalize;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is usual in each slot of a recurring calendar span (day, week): an exponential mean of raw values per slot, and
 * how often the slot was visited. Values are kept as floats relative to the first one, so a large constant offset costs
 * no precision.
 */
public final class CalendarProfile {

    private static final int VERSION = 1;
    private static final int MAX_COUNT = Short.MAX_VALUE;
    /** Farthest that a value may lie from the first one, to stay finite as a float. */
    private static final double FARTHEST = 1e38;

    private final double slowestRate;
    private final float[] usual;
    private final short[] counts;

    private double base = Double.NaN;

    private CalendarProfile(double slowestRate, float[] usual, short[] counts) {
        this.slowestRate = slowestRate;
        this.usual = usual;
        this.counts = counts;
    }

    private static CalendarProfile fresh(int slots, double slowestRate) {
        return new CalendarProfile(slowestRate, new float[slots], new short[slots]);
    }

    public static CalendarProfile ofDay() {
        return fresh(Calendar.DAY_SLOTS, 0.15);
    }

    public static CalendarProfile ofWeek() {
        return fresh(Calendar.WEEK_SLOTS, 0.1);
    }

    /** Visits of the slot so far; stops counting at {@value #MAX_COUNT}. */
    public int count(int slot) {
        return counts[slot];
    }

    /** The usual raw value in the slot, {@code otherwise} if it was never visited. */
    public double usual(int slot, double otherwise) {
        return counts[slot] == 0 ? otherwise : base + usual[slot];
    }

    public void observe(int slot, double x) {
        if (Double.isNaN(base)) {
            base = x;
        }
        counts[slot] = (short) Math.min(counts[slot] + 1, MAX_COUNT);
        double rate = Math.max(slowestRate, 1.0 / counts[slot]);
        double offset = Math.max(-FARTHEST, Math.min(FARTHEST, x - base));
        usual[slot] += (float) (rate * (offset - usual[slot]));
    }

    /** Returns a deep copy. */
    public CalendarProfile copy() {
        CalendarProfile copy = new CalendarProfile(slowestRate, usual.clone(), counts.clone());
        copy.base = base;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(base);
        for (int slot = 0; slot < usual.length; slot++) {
            out.writeFloat(usual[slot]);
            out.writeShort(counts[slot]);
        }
    }

    public CalendarProfile readInto(DataInput in) throws IOException {
        Versions.require("calendar profile", in.readByte(), VERSION);
        base = in.readDouble();
        for (int slot = 0; slot < usual.length; slot++) {
            usual[slot] = in.readFloat();
            counts[slot] = in.readShort();
        }
        return this;
    }
}
