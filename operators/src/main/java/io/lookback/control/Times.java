package io.lookback.control;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * When a rule is in force, in event time.
 *
 * @param from ms since the epoch, included; {@link Long#MIN_VALUE} for always before
 * @param until ms since the epoch, not included; {@link Long#MAX_VALUE} for ever after
 * @param weekly within from and until, any of these; empty for the whole time
 */
public record Times(long from, long until, List<WeeklyWindow> weekly) {

    public static final Times ALWAYS = new Times(Long.MIN_VALUE, Long.MAX_VALUE, List.of());

    private static final int MOST = 50;

    public Times {
        weekly = List.copyOf(weekly);
        if (from >= until) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "from (%s) is not before until (%s)",
                    Instant.ofEpochMilli(from),
                    Instant.ofEpochMilli(until)));
        }
        if (weekly.size() > MOST) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "weekly has %d windows: give at most %d", weekly.size(), MOST));
        }
    }

    /** @param time event-time ms */
    boolean contains(long time) {
        return time >= from
                && time < until
                && (weekly.isEmpty() || weekly.stream().anyMatch(window -> window.contains(time)));
    }
}
