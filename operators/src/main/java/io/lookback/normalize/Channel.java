package io.lookback.normalize;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Everything that turns one channel's raw values into cell inputs: normalizer, day and week profile, and the slow
 * statistics of the normalized value. Mutable, one owner; a step reads {@link #writeInput} for the instant of the new
 * value, then scores that value, then calls {@link #observe}, so nothing ever sees the value it is to predict.
 */
public final class Channel {

    private static final int VERSION = 3;
    private static final double EMA8 = 8;
    private static final double EMA64 = 64;
    private static final double VOLATILITY_MEMORY = 32;
    private static final double DAY_TRUST = 2;
    private static final double WEEK_TRUST = 4;

    private final Normalizer normalizer;
    private final CalendarProfile day;
    private final CalendarProfile week;
    private final Habits habits;
    private final RawCounter raw;

    private double y;
    private double deltaY;
    private double ema8;
    private double ema64;
    private double volatility;
    private double dayResidual;
    private double weekResidual;

    public Channel() {
        this(new Normalizer(), CalendarProfile.ofDay(), CalendarProfile.ofWeek(), new Habits(), new RawCounter());
    }

    private Channel(Normalizer normalizer, CalendarProfile day, CalendarProfile week, Habits habits, RawCounter raw) {
        this.normalizer = normalizer;
        this.day = day;
        this.week = week;
        this.habits = habits;
        this.raw = raw;
    }

    /** Whether there is a value to predict from. */
    public boolean started() {
        return normalizer.count() > 0;
    }

    /** The value as records carry it, taken as a counter. */
    public RawCounter raw() {
        return raw;
    }

    public Normalizer normalizer() {
        return normalizer;
    }

    /** The last value, normalized as it was before it became known. */
    public double y() {
        return y;
    }

    /**
     * The usual raw value at that instant: of its hour of the week, in the first week of the quarter of the day, {@code
     * otherwise} if neither was seen.
     */
    public double usual(long time, Calendar calendar, double otherwise) {
        int today = calendar.day(time);
        return week.usual(calendar.weekSlot(time), today, day.usual(calendar.daySlot(time), today, otherwise));
    }

    /** The usual raw value of the quarter of the day; {@link Double#NaN} if it was never seen. */
    public double usualOfDay(long time, Calendar calendar) {
        return day.usual(calendar.daySlot(time), calendar.day(time), Double.NaN);
    }

    /**
     * By how many of its mean deviations the quarter of the day that ends with a value is not what it is each day, where a
     * move that comes each day did not come; 0 where none was due.
     *
     * @param leastMove that counts, in the channel's unit
     */
    public double missed(double x, long time, double leastMove, Calendar calendar) {
        return day.missed(habits, calendar.daySlot(time), calendar.day(time), x, leastMove);
    }

    /**
     * Writes the {@value CellInput#SIZE} inputs for predicting the value at event time {@code next} (ms).
     *
     * @param input written from {@code from} on
     */
    public void writeInput(float[] input, int from, long next, Calendar calendar) {
        int daySlot = calendar.daySlot(next);
        int weekSlot = calendar.weekSlot(next);
        int today = calendar.day(next);
        double mean = normalizer.mean();
        double dayCount = day.count(daySlot, today);
        double weekCount = week.count(weekSlot, today);
        input[from + CellInput.Y] = (float) y;
        input[from + CellInput.DELTA_Y] = (float) deltaY;
        input[from + CellInput.EMA8_Y] = (float) ema8;
        input[from + CellInput.EMA64_Y] = (float) ema64;
        input[from + CellInput.LOG_VOLATILITY] = (float) Math.log(volatility + 1e-3);
        input[from + CellInput.NEXT_DAY_PROFILE] = (float) normalizer.normalize(day.usual(daySlot, today, mean));
        input[from + CellInput.NEXT_DAY_TRUST] = (float) (dayCount / (dayCount + DAY_TRUST));
        input[from + CellInput.NEXT_WEEK_PROFILE] = (float) normalizer.normalize(week.usual(weekSlot, today, mean));
        input[from + CellInput.NEXT_WEEK_TRUST] = (float) (weekCount / (weekCount + WEEK_TRUST));
        input[from + CellInput.SIN_TIME_OF_DAY] = (float) calendar.sineOfDay(next);
        input[from + CellInput.COS_TIME_OF_DAY] = (float) calendar.cosineOfDay(next);
        input[from + CellInput.LOG_AGE] = (float) (Math.log(normalizer.count()) / 8);
        input[from + CellInput.DAY_RESIDUAL] = (float) dayResidual;
        input[from + CellInput.WEEK_RESIDUAL] = (float) weekResidual;
    }

    /** Takes a value in, once it has been scored. */
    public void observe(double x, long time, Calendar calendar) {
        double previous = y;
        long i = normalizer.count();
        int daySlot = calendar.daySlot(time);
        int weekSlot = calendar.weekSlot(time);
        int today = calendar.day(time);
        y = i == 0 ? 0 : normalizer.normalize(x);
        deltaY = y - previous;
        dayResidual = day.count(daySlot, today) == 0 ? 0 : y - normalizer.normalize(day.usual(daySlot, today, x));
        weekResidual = week.count(weekSlot, today) == 0 ? 0 : y - normalizer.normalize(week.usual(weekSlot, today, x));
        ema8 += (y - ema8) * Math.max(1 / EMA8, 1.0 / (i + 1));
        ema64 += (y - ema64) * Math.max(1 / EMA64, 1.0 / (i + 1));
        volatility += (Math.abs(deltaY) - volatility) / VOLATILITY_MEMORY;
        normalizer.observe(x);
        if (day.ends(daySlot, today)) {
            day.teach(habits);
        }
        day.observe(daySlot, today, x);
        week.observe(weekSlot, today, x);
    }

    /** Returns a deep copy. */
    public Channel copy() {
        Channel copy = new Channel(normalizer.copy(), day.copy(), week.copy(), habits.copy(), raw.copy());
        copy.y = y;
        copy.deltaY = deltaY;
        copy.ema8 = ema8;
        copy.ema64 = ema64;
        copy.volatility = volatility;
        copy.dayResidual = dayResidual;
        copy.weekResidual = weekResidual;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        normalizer.write(out);
        day.write(out);
        week.write(out);
        habits.write(out);
        raw.write(out);
        for (double value : new double[] {y, deltaY, ema8, ema64, volatility, dayResidual, weekResidual}) {
            out.writeDouble(value);
        }
    }

    public static Channel read(DataInput in) throws IOException {
        Versions.require("channel", in.readByte(), VERSION);
        Channel channel = new Channel(
                Normalizer.read(in),
                CalendarProfile.ofDay().readInto(in),
                CalendarProfile.ofWeek().readInto(in),
                Habits.read(in),
                RawCounter.read(in));
        channel.y = in.readDouble();
        channel.deltaY = in.readDouble();
        channel.ema8 = in.readDouble();
        channel.ema64 = in.readDouble();
        channel.volatility = in.readDouble();
        channel.dayResidual = in.readDouble();
        channel.weekResidual = in.readDouble();
        return channel;
    }
}
