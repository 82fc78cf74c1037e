package io.lookback.cli.control;

import io.lookback.control.WeeklyWindow;
import io.lookback.wire.ControlSpelling;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the command line spells weekly windows: {@code sat,sun 22:00-06:00}, or {@code 02:00-04:00} for every day. */
final class Windows {

    private static final Pattern WINDOW = Pattern.compile("(?:([A-Za-z,]+)\\s+)?(\\d{2}:\\d{2})-(\\d{2}:\\d{2})");

    private Windows() {}

    /** @throws IllegalArgumentException if the text is not a window */
    static WeeklyWindow parse(String text, ZoneId zone) {
        Matcher window = WINDOW.matcher(text.strip());
        if (!window.matches()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "'%s' is not a window of the week: give it as 'sat,sun 22:00-06:00'", text));
        }
        try {
            return WeeklyWindow.of(
                    days(window.group(1)),
                    LocalTime.parse(window.group(2)),
                    ControlSpelling.end(window.group(3)),
                    zone);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "'%s' holds no times of the day: %s", text, e.getMessage()), e);
        }
    }

    private static Set<DayOfWeek> days(String names) {
        if (names == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names.split(",", -1)) {
            days.add(ControlSpelling.day(name));
        }
        return days;
    }
}
