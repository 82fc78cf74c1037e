package io.lookback.time;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** Reads a time that says itself how it is written: a number by its magnitude, a text by its form. */
public final class EventTimes {

    /** For {@code near}: nobody knows about when it was. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private EventTimes() {}

    /**
     * Event-time ms.
     *
     * @param raw a {@link Number} or a text
     * @param zone of texts that name none
     * @param near about when it was, for local times that clocks repeat; {@link #UNKNOWN} for nobody knows
     */
    public static long millis(Object raw, ZoneId zone, long near) throws NotATime {
        if (raw instanceof Long || raw instanceof Integer) {
            return EpochUnit.millis(((Number) raw).longValue()).orElseThrow(() -> tooSmall(raw));
        }
        Optional<BigDecimal> number = EpochUnit.decimal(raw);
        return number.isPresent() ? millis(number.get(), raw) : TimeText.millis(raw, zone, near);
    }

    /** The same in a column that holds nothing but times, as files have them: there small numbers are seconds. */
    public static long ofTimeColumn(Object raw, ZoneId zone) throws NotATime {
        boolean small = EpochUnit.decimal(raw).isPresent() && unit(raw).isEmpty();
        return small ? EpochUnit.SECONDS.millis(raw) : millis(raw, zone, UNKNOWN);
    }

    /** The unit that the magnitude of a number says, empty for what is not a number or too small a one. */
    public static Optional<EpochUnit> unit(Object raw) {
        return EpochUnit.decimal(raw).flatMap(EpochUnit::ofMagnitude);
    }

    private static long millis(BigDecimal number, Object raw) throws NotATime {
        return EpochUnit.ofMagnitude(number).orElseThrow(() -> tooSmall(raw)).millis(number, raw);
    }

    private static NotATime tooSmall(Object raw) {
        return new NotATime(String.format(
                Locale.ROOT,
                "Time '%s' is an instant between 1973 and 5138 in none of the units s, ms, us and ns; name its unit as the time format: epoch-s, epoch-ms, epoch-us or epoch-ns",
                NotATime.shown(raw)));
    }
}
