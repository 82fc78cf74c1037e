package io.lookback.wire;

import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import io.lookback.time.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses a pattern with which no time can be read. {@link DateTimeFormatter} accepts patterns that lack a part of an
 * instant, such as hours of 1 to 12 without am or pm, and then every record would be a dead letter, or lose its time of
 * day. So an instant is written with the pattern, read back, and written again: both texts have to be the same.
 */
final class PatternCheck {

    /** An afternoon late in a year: no part of it equals another, and hours of 1 to 12 differ from those of 0 to 23. */
    private static final Instant SAMPLE = Instant.parse("2026-11-23T17:42:31.059Z");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private PatternCheck() {}

    static void require(String pattern, DateTimeFormatter formatter, ZoneId zone) {
        String letters = QUOTED.matcher(pattern).replaceAll("");
        if (mixed(letters) || !readsBack(pattern, formatter, zone)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "'%s' makes no instant: what it writes for %s it cannot read back. %s",
                    pattern,
                    SAMPLE,
                    advice(letters)));
        }
    }

    private static boolean readsBack(String pattern, DateTimeFormatter formatter, ZoneId zone) {
        try {
            String written = formatter.format(SAMPLE.atZone(zone));
            long read = TimeText.millis(written, formatter, pattern, zone, EventTimes.UNKNOWN);
            return written.equals(formatter.format(Instant.ofEpochMilli(read).atZone(zone)));
        } catch (DateTimeException | NotATime unreadable) {
            return false;
        }
    }

    /** Letters taken for others: they fit an instant that was written with them, and no text that was not. */
    private static boolean mixed(String letters) {
        return (letters.contains("M") && letters.contains("D") && !letters.contains("d")) || twoMonths(letters);
    }

    private static boolean twoMonths(String letters) {
        return !letters.contains("[") && letters.matches(".*M[^M]+M.*");
    }

    private static String advice(String letters) {
        List<String> advice = new ArrayList<>();
        if (letters.chars().noneMatch(Character::isLetter)) {
            advice.add("Digits stand for themselves: name the parts by letters");
        }
        if (letters.contains("Y")) {
            advice.add("YYYY is the year of a week: use yyyy");
        }
        if (letters.contains("D")) {
            advice.add("D is the day of the year: use dd for that of the month");
        }
        if (twoMonths(letters)) {
            advice.add("MM is the month: use mm for minutes");
        }
        if (letters.matches(".*[hK].*") && !letters.matches(".*[aB].*")) {
            advice.add("hh needs a for am or pm: use HH for hours of 0 to 23");
        }
        if (!letters.matches(".*[yu].*") || !letters.matches(".*[ML].*")) {
            advice.add("A date needs yyyy, MM and dd; mm are minutes");
        }
        advice.add("An example is yyyy-MM-dd HH:mm:ss");
        return String.join(". ", advice);
    }
}
