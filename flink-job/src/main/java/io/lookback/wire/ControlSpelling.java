package io.lookback.wire;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How entries of the control topic spell symbols: {@code FALSE_ALARM} is {@code false-alarm}, {@code MONDAY} is {@code mon}. */
public final class ControlSpelling {

    private static final int DAY_LETTERS = 3;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private ControlSpelling() {}

    /**
     * Milliseconds since the epoch.
     *
     * @param name of the field, for the message
     * @throws IllegalArgumentException if the instant lies beyond those that records may have
     */
    public static long millis(String name, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %s: give an instant of the years 1 to 9999", name, instant));
        }
        return instant.toEpochMilli();
    }

    /**
     * The end of a window of the day: 24:00 is midnight.
     *
     * @throws DateTimeParseException if the text is not a time of the day
     */
    public static LocalTime end(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    static String of(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String of(DayOfWeek day) {
        return day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT);
    }

    /**
     * The day of this name, in full or its first three letters.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static DayOfWeek day(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().equals(name)
                        || day.name().substring(0, DAY_LETTERS).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "'%s' is not a day of the week: give one of %s",
                        Excerpt.of(text),
                        List.of(DayOfWeek.values()).stream()
                                .map(ControlSpelling::of)
                                .toList())));
    }
}
