package io.lookback.wire;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How entries of the control topic spell symbols: {@code FALSE_ALARM} is {@code false-alarm}, {@code MONDAY} is {@code mon}. */
public final class ControlSpelling {

    private static final int DAY_LETTERS = 3;

    private ControlSpelling() {}

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
                        "'%s' is no day of the week: give one of %s",
                        Excerpt.of(text),
                        List.of(DayOfWeek.values()).stream()
                                .map(ControlSpelling::of)
                                .toList())));
    }
}
