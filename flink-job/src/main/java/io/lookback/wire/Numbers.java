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
    private static final Pattern BASE64 =
            Pattern.compile("(?:[A-Za-z0-9+/]{4}){0,8}(?:[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/]=))?");
    private static final int LONGEST = 400;

    private Numbers() {}

    /**
     * The finite value, {@link Double#NaN} for a missing one.
     *
     * @param where names the field in the message
     */
    static double finite(@Nullable Object raw, Object where) throws DecodingException {
        double value = value(raw, where);
        if (Double.isInfinite(value)) {
            throw DecodingException.unusable(
                    "Field '%s' carries %s, which is infinite as a double; send null or NaN for a missing value",
                    where, Excerpt.of(raw));
        }
        return value;
    }

    private static double value(@Nullable Object raw, Object where) throws DecodingException {
        if (raw == null) {
            return Double.NaN;
        }
        if (raw instanceof Number number) {
            return number.doubleValue();
        }
        if (raw instanceof CharSequence text) {
            return parse(text.toString().strip(), where);
        }
        throw DecodingException.unusable("Field '%s' carries %s (%s), not a number", where, Excerpt.of(raw), kind(raw));
    }

    private static double parse(String text, Object where) throws DecodingException {
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
        throw DecodingException.unusable(
                "Field '%s' carries the text '%s', not a number%s", where, Excerpt.of(text), hint(text, where));
    }

    /** Debezium writes decimals as the base64 of their unscaled bytes unless told otherwise; the scale is elsewhere. */
    private static String hint(String text, Object where) {
        boolean changes = where.toString().contains("after.") || text.endsWith("=");
        return changes && BASE64.matcher(text).matches()
                ? "; if it is a decimal of Debezium, set decimal.handling.mode of its connector to double or string"
                : "";
    }

    private static String kind(Object raw) {
        return raw instanceof Boolean ? "true or false" : raw.getClass().getSimpleName();
    }
}
