package io.lookback.wire;

import java.util.Locale;

/**
 * Texts of others on a terminal. A line break in a series' name would forge a line, and an escape sequence could clear the
 * screen or color what is not there: control characters, and those that turn the direction of writing around, become
 * escapes that a person can read. What is JSON stays JSON.
 */
public final class Printable {

    private Printable() {}

    /** On one line. */
    public static String line(String text) {
        return escaped(text, false);
    }

    /** With its line breaks, for texts of our own that may quote others. */
    public static String text(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean lines) {
        if (text.codePoints().noneMatch(Printable::harmful)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (!harmful(character) || (lines && (character == '\n' || character == '\t'))) {
                shown.appendCodePoint(character);
            } else {
                shown.append(escape(character));
            }
        });
        return shown.toString();
    }

    private static boolean harmful(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> {
                StringBuilder units = new StringBuilder();
                for (char unit : Character.toChars(character)) {
                    units.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
                yield units.toString();
            }
        };
    }
}
