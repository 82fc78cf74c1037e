package io.lookback.wire;

import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericEnumSymbol;
import org.jspecify.annotations.Nullable;

/** What of a foreign value is shown in a message: enough to find it, never more than a line. */
public final class Excerpt {

    static final int MAX_CHARS = 80;
    private static final int MAX_MESSAGE = 500;

    private Excerpt() {}

    public static String of(@Nullable Object value) {
        StringBuilder shown = new StringBuilder();
        show(value, shown);
        String text = shown.toString();
        String line = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
        return printable(line);
    }

    /** As {@code toString} does, but no further than is shown: a record may hold a hundred thousand fields. */
    private static void show(@Nullable Object value, StringBuilder shown) {
        if (value instanceof Map<?, ?> map) {
            showAll(map.entrySet(), "{", "}", shown);
        } else if (value instanceof Collection<?> list) {
            showAll(list, "[", "]", shown);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            show(entry.getKey(), shown);
            shown.append('=');
            show(entry.getValue(), shown);
        } else {
            String text = value instanceof GenericContainer container && !(value instanceof GenericEnumSymbol)
                    ? container.getSchema().getName()
                    : String.valueOf(value);
            shown.append(text, 0, Math.min(text.length(), MAX_CHARS + 1));
        }
    }

    private static void showAll(Collection<?> values, String begin, String end, StringBuilder shown) {
        String separator = begin;
        for (Object value : values) {
            if (shown.length() > MAX_CHARS) {
                return;
            }
            shown.append(separator);
            separator = ", ";
            show(value, shown);
        }
        shown.append(values.isEmpty() ? begin + end : end);
    }

    /** A library's own message, on one line. */
    static String ofMessage(Throwable cause) {
        String text = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse("");
        return printable(text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...");
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
