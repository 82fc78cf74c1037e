package io.lookback.control;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A stretch of some days of each week, by the clock of a zone.
 *
 * @param days on which it begins, in the order of the week
 * @param from included
 * @param to not included; at or before {@code from} it is a time of the next day
 */
public record WeeklyWindow(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    public WeeklyWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days is empty: name at least one day of the week");
        }
        days = List.copyOf(EnumSet.copyOf(days));
    }

    public static WeeklyWindow of(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        return new WeeklyWindow(List.copyOf(days), from, to, zone);
    }

    /** @param time event-time ms */
    boolean contains(long time) {
        ZonedDateTime local = Instant.ofEpochMilli(time).atZone(zone);
        LocalTime clock = local.toLocalTime();
        DayOfWeek today = local.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(today) && !clock.isBefore(from) && clock.isBefore(to);
        }
        return days.contains(today) && !clock.isBefore(from) || days.contains(today.minus(1)) && clock.isBefore(to);
    }
}
