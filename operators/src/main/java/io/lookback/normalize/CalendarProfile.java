package io.lookback.normalize;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is usual in each slot of a recurring calendar span (day, week): an exponential mean, over the days, of the mean of
 * the raw values that fell into the slot. A day enters when its slot is over, so however densely a series is sampled, the
 * memory is as many days long, and an anomaly does not become usual while it lasts. Values are kept as floats relative to
 * the first one, so a large constant offset costs no precision.
 */
public final class CalendarProfile {

    private static final int VERSION = 2;
    static final double DAY_RATE = 0.15;
    private static final double WEEK_RATE = 0.1;
    /** Farthest that a value may lie from the first one, to stay finite as a float. */
    private static final double FARTHEST = 1e38;

    private final double slowestRate;
    private final float[] usual;
    private final byte[] counts;

    private double base = Double.NaN;
    /** Where the last value fell: a slot, and a day. */
    private int slot;

    private int day;
    /** Of the values of that day that fell into that slot so far: their mean, and how many they are. */
    private double mean;

    private int values;

    private CalendarProfile(double slowestRate, float[] usual, byte[] counts) {
        this.slowestRate = slowestRate;
        this.usual = usual;
        this.counts = counts;
    }

    private static CalendarProfile fresh(int slots, double slowestRate) {
        return new CalendarProfile(slowestRate, new float[slots], new byte[slots]);
    }

    public static CalendarProfile ofDay() {
        return fresh(Calendar.DAY_SLOTS, DAY_RATE);
    }

    public static CalendarProfile ofWeek() {
        return fresh(Calendar.WEEK_SLOTS, WEEK_RATE);
    }

    /** Days before this one whose slot is known; stops counting at {@value Byte#MAX_VALUE}. */
    public int count(int slot, int day) {
        return recurs(slot, day) ? Math.min(counts[slot] + 1, Byte.MAX_VALUE) : counts[slot];
    }

    /** The usual raw value in the slot, of days before this one; {@code otherwise} if there was none. */
    public double usual(int slot, int day, double otherwise) {
        return count(slot, day) == 0 ? otherwise : base + usual(slot, day);
    }

    private double usual(int slot, int day) {
        return recurs(slot, day) ? renewed() : usual[slot];
    }

    /** Whether the slot of the last value is asked about, on another day. */
    private boolean recurs(int slot, int day) {
        return values > 0 && slot == this.slot && day != this.day;
    }

    /** Whether a value of that slot and day is the first one after another slot. */
    boolean ends(int slot, int day) {
        return values > 0 && (slot != this.slot || day != this.day);
    }

    /** What the slot that ends teaches. */
    void teach(Habits habits) {
        habits.observe(slot, counts[slot], usual[slot], mean);
    }

    /**
     * As {@link Habits#missed}.
     *
     * @param x the slot's last value of that day
     */
    double missed(Habits habits, int slot, int day, double x, double leastMove) {
        boolean ends = ends(slot, day);
        Habits.Slot last = ends ? habits.after(this.slot, counts[this.slot], usual[this.slot], mean) : habits.last();
        double known = ends || values == 0 ? offset(x) : mean + (offset(x) - mean) / (values + 1);
        return habits.missed(last, slot, count(slot, day), usual(slot, day), known, leastMove);
    }

    /**
     * Takes a value in.
     *
     * @param day that it belongs to, such as days since 1970
     */
    public void observe(int slot, int day, double x) {
        if (Double.isNaN(base)) {
            base = x;
        }
        if (ends(slot, day)) {
            close();
        }
        this.slot = slot;
        this.day = day;
        values++;
        mean += (offset(x) - mean) / values;
    }

    private double offset(double x) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, x - base));
    }

    private void close() {
        usual[slot] = renewed();
        counts[slot] = (byte) Math.min(counts[slot] + 1, Byte.MAX_VALUE);
        mean = 0;
        values = 0;
    }

    private float renewed() {
        double rate = Math.max(slowestRate, 1.0 / (counts[slot] + 1));
        return (float) (usual[slot] + rate * (mean - usual[slot]));
    }

    /** Returns a deep copy. */
    public CalendarProfile copy() {
        CalendarProfile copy = new CalendarProfile(slowestRate, usual.clone(), counts.clone());
        copy.base = base;
        copy.slot = slot;
        copy.day = day;
        copy.mean = mean;
        copy.values = values;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(base);
        out.writeByte(slot);
        out.writeInt(day);
        out.writeDouble(mean);
        out.writeInt(values);
        for (float value : usual) {
            out.writeFloat(value);
        }
        out.write(counts);
    }

    public CalendarProfile readInto(DataInput in) throws IOException {
        Versions.require("calendar profile", in.readByte(), VERSION);
        base = in.readDouble();
        slot = in.readUnsignedByte();
        day = in.readInt();
        mean = in.readDouble();
        values = in.readInt();
        for (int i = 0; i < usual.length; i++) {
            usual[i] = in.readFloat();
        }
        in.readFully(counts);
        return this;
    }
}
