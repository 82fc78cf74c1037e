package io.lookback.flow;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From when on silence is an alert.
 *
 * @param series of one series that used to speak
 * @param input of all of them together
 * @param name of the input, for people
 */
public record SilenceSpec(Limit series, Limit input, String name) implements Serializable {

    /** Nobody is told of silence. */
    public static final SilenceSpec OFF = new SilenceSpec(Limit.OFF, Limit.OFF, "the input");

    /** Nothing is silent for less, unless a time is set. */
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    /** Such as {@code auto}, {@code off}, {@code 50 intervals}. */
    private static final Pattern INTERVALS = Pattern.compile("(\\d{1,7}) intervals?");

    private static final int USUAL_INTERVALS = 30;
    private static final double BEYOND_USUAL_PAUSE = 1.5;

    /** The same where the input ends by design. */
    public SilenceSpec ofBoundedInput() {
        return new SilenceSpec(Limit.OFF, Limit.OFF, name);
    }

    /**
     * How long a silence is one.
     *
     * @param intervals usual ones; 0 where the time is fixed, or for never
     * @param fixed zero where it follows from what is usual, or for never
     */
    public record Limit(int intervals, Duration fixed) implements Serializable {

        public static final Limit OFF = new Limit(0, Duration.ZERO);
        public static final Limit AUTO = new Limit(USUAL_INTERVALS, Duration.ZERO);

        /** What {@link #parse} takes. */
        public static final String CHOICES =
                "give auto, off, a number of usual intervals such as 50 intervals, or a duration such as 15 min";

        public Limit {
            if (intervals < 0 || fixed.isNegative()) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "A silence of %d intervals or %s: give more", intervals, fixed));
            }
        }

        /** Empty text for what is none of these but perhaps a duration. */
        public static Limit parse(String text, java.util.function.Function<String, Duration> durations) {
            Matcher matcher = INTERVALS.matcher(text);
            if (matcher.matches() && Integer.parseInt(matcher.group(1)) > 0) {
                return new Limit(Integer.parseInt(matcher.group(1)), Duration.ZERO);
            }
            return switch (text) {
                case "auto" -> AUTO;
                case "off" -> OFF;
                default -> positive(durations.apply(text));
            };
        }

        private static Limit positive(Duration fixed) {
            if (fixed.isZero()) {
                throw new IllegalArgumentException();
            }
            return new Limit(0, fixed);
        }

        public boolean on() {
            return !equals(OFF);
        }

        /**
         * Milliseconds without a record.
         *
         * @param interval the usual one, ms
         * @param pause the usual long one, ms
         */
        long after(long interval, long pause) {
            if (intervals == 0) {
                return fixed.toMillis();
            }
            return Math.max(SHORTEST.toMillis(), Math.max(intervals * interval, (long) (BEYOND_USUAL_PAUSE * pause)));
        }
    }
}
