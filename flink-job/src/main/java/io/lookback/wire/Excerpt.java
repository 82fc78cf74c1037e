package io.lookback.wire;

import org.jspecify.annotations.Nullable;

/** What of a foreign value is shown in a message: enough to find it, never more than a line. */
final class Excerpt {

    static final int MAX_CHARS = 80;
    private static final int MAX_MESSAGE = 500;

    private Excerpt() {}

    static String of(@Nullable Object value) {
        String text = String.valueOf(value);
        String line = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
        return printable(line);
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
