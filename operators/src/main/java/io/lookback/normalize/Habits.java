package io.lookback.normalize;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How reliably each quarter of an hour of the day is what it usually is, and so whether a move that comes each day has
 * come: the load of a nightly job, or its end. Beside the profile of the day, it keeps of each slot the mean absolute
 * deviation of a day from what was usual, and the last slot that was as usual. Raw values, relative to the first one as
 * the profile has them.
 */
final class Habits {

    private static final int VERSION = 1;
    /** Days before which nothing is a habit: a week has weekends. */
    private static final int DAYS = 7;
    /** Slots after which the last one that was as usual is too long ago: an hour. */
    private static final int RECENT = 4;

    /** Deviations within which a slot is as usual, and which a move has to exceed to be due: three, as always. */
    private static final double DUE = 3;
    /** Share of it within which what did not come has stayed away. */
    private static final double STAYED = 0.5;

    private final float[] deviations = new float[Calendar.DAY_SLOTS];
    private Slot last = Slot.NONE;

    /**
     * The last slot that was as usual.
     *
     * @param mean of its values
     * @param deviation mean absolute one of its days
     * @param age slots since then
     */
    record Slot(double mean, double deviation, int age) {

        private static final Slot NONE = new Slot(0, 0, RECENT);
    }

    /**
     * Takes in a day's slot that is over.
     *
     * @param days whose slot was known before
     * @param usual in these days
     * @param mean of this day
     */
    void observe(int slot, int days, double usual, double mean) {
        last = after(slot, days, usual, mean);
        if (days > 0) {
            double error = Math.min(Math.abs(mean - usual), Float.MAX_VALUE);
            deviations[slot] += (float) (Math.max(CalendarProfile.DAY_RATE, 1.0 / days) * (error - deviations[slot]));
        }
    }

    Slot last() {
        return last;
    }

    /** What {@link #last} will be once a slot was taken in. */
    Slot after(int slot, int days, double usual, double mean) {
        double error = Math.abs(mean - usual);
        return days > 1 && error <= DUE * deviations[slot]
                ? new Slot(mean, deviations[slot], 0)
                : new Slot(last.mean, last.deviation, Math.min(last.age + 1, RECENT));
    }

    /**
     * By how many of its mean deviations a slot falls short of what is usual, where a move was due that did not come: from
     * the last slot that was as usual to this one it should have gone more than {@value #DUE} deviations and at least the
     * least move that counts, and it went less than half of the way. Otherwise 0.
     *
     * @param from the last slot that was as usual
     * @param days whose slot is known
     * @param usual in these days
     * @param mean of this day
     */
    double missed(Slot from, int slot, int days, double usual, double mean, double leastMove) {
        double deviation = Math.hypot(deviations[slot], from.deviation);
        double due = Math.abs(usual - from.mean);
        boolean isDue = days >= DAYS && from.age < RECENT && due >= leastMove && due > DUE * deviation;
        return isDue && Math.abs(mean - from.mean) < STAYED * due
                ? Math.abs(mean - usual) / (deviation + Float.MIN_NORMAL)
                : 0;
    }

    /** Returns a deep copy. */
    Habits copy() {
        Habits copy = new Habits();
        System.arraycopy(deviations, 0, copy.deviations, 0, deviations.length);
        copy.last = last;
        return copy;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        for (float deviation : deviations) {
            out.writeFloat(deviation);
        }
        out.writeDouble(last.mean);
        out.writeDouble(last.deviation);
        out.writeByte(last.age);
    }

    static Habits read(DataInput in) throws IOException {
        Versions.require("habits", in.readByte(), VERSION);
        Habits habits = new Habits();
        for (int slot = 0; slot < habits.deviations.length; slot++) {
            habits.deviations[slot] = in.readFloat();
        }
        habits.last = new Slot(in.readDouble(), in.readDouble(), in.readByte());
        return habits;
    }
}
