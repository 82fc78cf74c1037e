package io.lookback.normalize;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Slots of the local day and week of a time zone, daylight saving included. Not thread-safe: it remembers the offset of
 * the stretch between two transitions in which it was last asked, and what it said of the last time.
 */
public final class Calendar {

    public static final int DAY_SLOTS = 96;
    public static final int WEEK_SLOTS = 168;

    private static final long DAY_MS = 86_400_000L;
    private static final long DAY_SLOT_MS = DAY_MS / DAY_SLOTS;
    private static final long HOUR_MS = 3_600_000L;
    /** 1 January 1970 was a Thursday: shifts the week so that it begins on Monday. */
    private static final long MONDAY_SHIFT_MS = 3 * DAY_MS;

    private final ZoneRules rules;

    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private long offset;

    private long located = Long.MIN_VALUE;
    private int daySlot;
    private int weekSlot;
    private int day;

    private long turned = Long.MIN_VALUE;
    private double sine;
    private double cosine;

    public Calendar(ZoneId zone) {
        this.rules = zone.getRules();
        locate(0);
        turn(0);
    }

    public static Calendar utc() {
        return new Calendar(ZoneOffset.UTC);
    }

    /** Quarter of an hour of the local day, 0..95. */
    public int daySlot(long time) {
        locate(time);
        return daySlot;
    }

    /** Hour of the local week, 0..167, from Monday 00:00. */
    public int weekSlot(long time) {
        locate(time);
        return weekSlot;
    }

    /** Local days since 1 January 1970. */
    public int day(long time) {
        locate(time);
        return day;
    }

    /** Sine of the angle of the local time of day, which goes around once a day. */
    public double sineOfDay(long time) {
        turn(time);
        return sine;
    }

    /** Cosine of that angle. */
    public double cosineOfDay(long time) {
        turn(time);
        return cosine;
    }

    private void locate(long time) {
        if (time == located) {
            return;
        }
        long local = local(time);
        daySlot = (int) (Math.floorMod(local, DAY_MS) / DAY_SLOT_MS);
        day = (int) Math.floorDiv(local, DAY_MS);
        weekSlot = (int) (Math.floorMod(local + MONDAY_SHIFT_MS, 7 * DAY_MS) / HOUR_MS);
        located = time;
    }

    private void turn(long time) {
        if (time == turned) {
            return;
        }
        double angle = 2 * Math.PI * Math.floorMod(local(time), DAY_MS) / DAY_MS;
        sine = Math.sin(angle);
        cosine = Math.cos(angle);
        turned = time;
    }

    private long local(long time) {
        if (time < from || time >= until) {
            remember(time);
        }
        return time + offset;
    }

    private void remember(long time) {
        Instant instant = Instant.ofEpochMilli(time);
        offset = rules.getOffset(instant).getTotalSeconds() * 1000L;
        @Nullable ZoneOffsetTransition next = rules.nextTransition(instant);
        @Nullable ZoneOffsetTransition previous = rules.previousTransition(instant.plusMillis(1));
        from = previous == null ? Long.MIN_VALUE : previous.getInstant().toEpochMilli();
        until = next == null ? Long.MAX_VALUE : next.getInstant().toEpochMilli();
    }
}
