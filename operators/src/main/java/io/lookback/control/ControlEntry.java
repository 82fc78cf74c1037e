package io.lookback.control;

import io.lookback.event.Names;
import java.util.Locale;

/** Something that people tell a running job; in force until it is removed or replaced under the same id. */
public sealed interface ControlEntry permits Rule, Label, Announcement, Reset, ForecastRequest {

    int MAX_ID = 200;

    /** Most characters of a series, a pattern or a feature. */
    int MAX_NAME = Names.MAX_CHARS;

    int MAX_REASON = 1_000;

    String id();

    /** For people to read; may be empty. */
    String reason();

    private static void require(String what, String text, int most) {
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s has %d characters: give at most %d", what, text.length(), most));
        }
    }

    /** @throws IllegalArgumentException if the text is empty or too long */
    static String name(String what, String text, int most) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    what + String.format(Locale.ROOT, " is empty: give 1 to %d characters", most));
        }
        require(what, text, most);
        return text;
    }

    /** @throws IllegalArgumentException if the text is too long */
    static String reason(String text) {
        require("reason", text, MAX_REASON);
        return text;
    }
}
