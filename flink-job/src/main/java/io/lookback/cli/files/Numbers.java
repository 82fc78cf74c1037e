package io.lookback.cli.files;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** Cells that hold a number or say that there is none. */
final class Numbers {

    private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "null", "none", "-");

    private Numbers() {}

    static boolean missing(String cell) {
        return MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** A finite number, {@link Double#NaN} for a missing one, empty for anything else. */
    static OptionalDouble parse(String cell) {
        if (missing(cell)) {
            return OptionalDouble.of(Double.NaN);
        }
        String text = cell.strip();
        if (!startsLikeNumber(text.charAt(0))) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException other) {
            return OptionalDouble.empty();
        }
    }

    private static boolean startsLikeNumber(char first) {
        return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
    }
}
