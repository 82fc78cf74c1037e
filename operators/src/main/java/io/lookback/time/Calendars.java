package io.lookback.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;

/**
 * What calendars know. A local time is an instant only together with its zone, and twice a year not even then: an hour
 * that clocks skip in spring does not exist and is refused; one that they repeat in autumn stands for two instants, of
 * which the one nearer to the time at which the record was written to Kafka is taken, the earlier one where that is
 * unknown. The record alone decides, not the one before it, so that it has the same time in every run.
 */
public final class Calendars {

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

    private Calendars() {}

    /**
     * Event-time ms of a local time.
     *
     * @param near about when it was, ms since the epoch; {@link Long#MIN_VALUE} for nobody knows
     */
    static long millis(LocalDateTime local, ZoneId zone, long near) throws NotATime {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(local);
            throw new NotATime(String.format(
                    Locale.ROOT,
                    "Time '%s' does not exist in zone %s: clocks went from %s to %s",
                    local,
                    zone,
                    gap.getDateTimeBefore().toLocalTime(),
                    gap.getDateTimeAfter().toLocalTime()));
        }
        long earlier = millis(local, offsets.get(0));
        if (offsets.size() == 1 || near == Long.MIN_VALUE) {
            return earlier;
        }
        long later = millis(local, offsets.get(1));
        return Math.abs(near - later) < Math.abs(near - earlier) ? later : earlier;
    }

    private static long millis(LocalDateTime local, ZoneOffset offset) {
        return local.toInstant(offset).toEpochMilli();
    }

    /** Whether calendars, windows of rules and charts can work with an instant: it is in the years 1 to 9999. */
    public static boolean cover(long millis) {
        return millis >= EARLIEST && millis <= LATEST;
    }

    static long require(long millis, Object raw, Object format) throws NotATime {
        if (!cover(millis)) {
            throw violated(raw, format);
        }
        return millis;
    }

    static NotATime violated(Object raw, Object format) {
        return new NotATime(String.format(
                Locale.ROOT,
                "Time '%s' lies outside the years 1 to 9999 when read as %s; check the time format",
                NotATime.shown(raw),
                format));
    }
}
