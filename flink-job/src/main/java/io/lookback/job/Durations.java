package io.lookback.job;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.util.TimeUtils;

/**
 * Durations as people write them: {@code 500 ms}, {@code 12 h}, or in ISO-8601. Lookback counts in milliseconds, so a
 * shorter one would silently be none. The longest is a hundred years: even its nanoseconds fit into a long, and an
 * instant plus a few of them is an instant.
 */
public final class Durations {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What {@link #parse} takes beside zero. */
    public static final String RANGE =
            String.format(Locale.ROOT, "%s to %s", EnumNames.show(SHORTEST), EnumNames.show(LONGEST));

    /** Says how to write one. */
    static final String CHOICES =
            "give a duration with its unit, such as 500 ms, 30 s, 5 min, 12 h or 7 d, of " + RANGE;

    /** Nothing takes no unit. */
    private static final Pattern WITHOUT_UNIT = Pattern.compile("\\s*[\\d_.]*[1-9][\\d_.]*\\s*");

    private Durations() {}

    /** @throws IllegalArgumentException if the text is not a duration, or neither zero nor in {@link #RANGE} */
    public static Duration parse(String text) {
        if (WITHOUT_UNIT.matcher(text).matches()) {
            throw new IllegalArgumentException("The unit is missing");
        }
        Duration duration = read(text);
        if (!duration.isZero() && (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("It is out of range");
        }
        return duration;
    }

    private static Duration read(String text) {
        try {
            return text.startsWith("P") ? Duration.parse(text) : TimeUtils.parseDuration(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
