package io.lookback.wire;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what a record carries in a value field into a double. */
final class Numbers {

    /** How text says that a value is missing, in lower case. */
    private static final Set<String> MISSING = Set.of("", "nan", "null", "na", "n/a");

    private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "infinity", "+infinity", "-infinity");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final int LONGEST = 400;

    private Numbers() {}

    /**
     * The finite value, {@link Double#NaN} for a missing one.
     *
     * @param where names the field in the message
     */
    static double finite(@Nullable Object raw, Object where) throws Unfit {
        double value = value(raw, where);
        if (Double.isInfinite(value)) {
            throw Unfit.unusable(
                    "Field '%s' carries %s, which is infinite as a double; send null or NaN for a missing value",
                    where, Excerpt.of(raw));
        }
        return value;
    }

    private static double value(@Nullable Object raw, Object where) throws Unfit {
        if (raw == null) {
            return Double.NaN;
        }
        if (raw instanceof Number number) {
            return number.doubleValue();
        }
        if (raw instanceof CharSequence text) {
            return parse(text.toString().strip(), where);
        }
        throw Unfit.unusable("Field '%s' carries %s (%s), not a number", where, Excerpt.of(raw), kind(raw));
    }

    private static double parse(String text, Object where) throws Unfit {
        if (text.length() <= LONGEST && DECIMAL.matcher(text).matches()) {
            return Double.parseDouble(text);
        }
        String lower = text.length() <= LONGEST ? text.toLowerCase(Locale.ROOT) : text;
        if (MISSING.contains(lower)) {
            return Double.NaN;
        }
        if (INFINITE.contains(lower)) {
            return Double.POSITIVE_INFINITY;
        }
        throw Unfit.unusable("Field '%s' carries the text '%s', not a number", where, Excerpt.of(text));
    }

    private static String kind(Object raw) {
        return raw instanceof Boolean ? "true or false" : raw.getClass().getSimpleName();
    }
}
