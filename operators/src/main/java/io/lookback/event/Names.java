package io.lookback.event;

import java.util.Locale;

/**
 * What a name of a series, a feature, a model or a cell may be, wherever it comes from: JSON, CSV, Avro, a Kafka key, a
 * model's card. One limit for all of them, because all of them enter the state of a job, where a text has room for
 * 65,535 bytes, and every score carries some of them.
 */
public final class Names {

    /** Most characters of a name; three bytes each at most where state keeps it. */
    public static final int MAX_CHARS = 1_000;

    private static final int SHOWN = 80;

    private Names() {}

    /**
     * Returns the name.
     *
     * @param what it names, for the message
     * @throws IllegalArgumentException if it is longer than a name may be
     */
    public static String require(String what, String name) {
        if (name.length() > MAX_CHARS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s '%s' has %d characters, a name may have %d",
                    what,
                    name.substring(0, SHOWN) + "...",
                    name.length(),
                    MAX_CHARS));
        }
        return name;
    }

    /** Whether UTF-8 can carry the name. Two names that it cannot carry may be written alike, and be one to who reads them. */
    public static boolean unicode(String name) {
        int at = 0;
        while (at < name.length()) {
            int character = name.codePointAt(at);
            if (Character.getType(character) == Character.SURROGATE) {
                return false;
            }
            at += Character.charCount(character);
        }
        return true;
    }

    /** Whether a name has control characters, which a terminal would follow. Too slow for every record. */
    public static boolean controls(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }
}
