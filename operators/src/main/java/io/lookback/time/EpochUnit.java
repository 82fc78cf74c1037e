package io.lookback.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The unit of a time that is a number. Where nobody names it, it follows from the number's magnitude alone, so that the
 * same record has the same time in every run: instants from March 1973 to the year 5138 have 9 to 11 digits in seconds,
 * 12 to 14 in milliseconds, 15 to 17 in microseconds and 18 to 20 in nanoseconds, and no number is an instant of that
 * range in two units. Smaller numbers are not instants unless their unit is named: as milliseconds, seconds of today
 * would be January 1970.
 */
public enum EpochUnit {
    SECONDS("epoch-s", 3, 9),
    MILLIS("epoch-ms", 0, 12),
    MICROS("epoch-us", -3, 15),
    NANOS("epoch-ns", -6, 18);

    /** Digits before the point that a unit has for itself. */
    private static final int SPAN = 3;

    private static final long FIRST_SECONDS = 100_000_000L;
    private static final long FIRST_MILLIS = 1_000 * FIRST_SECONDS;
    private static final long FIRST_MICROS = 1_000 * FIRST_MILLIS;
    private static final long FIRST_NANOS = 1_000 * FIRST_MICROS;

    /** Beyond it no unit yields an instant in range; keeps {@link BigDecimal} from spelling out huge exponents. */
    private static final long MAX_DIGITS = 30;

    private static final int MAX_CHARS = 60;

    private final String text;
    private final int powerOfTen;
    private final int digits;

    EpochUnit(String text, int powerOfTen, int digits) {
        this.text = text;
        this.powerOfTen = powerOfTen;
        this.digits = digits;
    }

    /** The unit that settings name so. */
    public static Optional<EpochUnit> of(String text) {
        return Arrays.stream(values()).filter(unit -> unit.text.equals(text)).findFirst();
    }

    /** The only unit in which a number of this size is an instant between 1973 and 5138. */
    static Optional<EpochUnit> ofMagnitude(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        return Arrays.stream(values())
                .filter(unit -> number.signum() > 0 && before >= unit.digits && before < unit.digits + SPAN)
                .findFirst();
    }

    /** The same for a whole number, as ms; every record passes here. */
    static OptionalLong millis(long number) {
        if (number < FIRST_SECONDS) {
            return OptionalLong.empty();
        }
        if (number < FIRST_MILLIS) {
            return OptionalLong.of(number * 1_000);
        }
        if (number < FIRST_MICROS) {
            return OptionalLong.of(number);
        }
        return OptionalLong.of(number < FIRST_NANOS ? number / 1_000 : number / 1_000_000);
    }

    /**
     * Event-time ms of a number in this unit; a part of a millisecond is cut off.
     *
     * @param raw a {@link Number} or a text
     */
    public long millis(Object raw) throws NotATime {
        BigDecimal number = decimal(raw)
                .orElseThrow(() -> new NotATime(
                        String.format(Locale.ROOT, "Time '%s' is not a number (%s)", NotATime.shown(raw), text)));
        return millis(number, raw);
    }

    long millis(BigDecimal number, Object raw) throws NotATime {
        try {
            if (Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS) {
                throw Calendars.violated(raw, text);
            }
            BigDecimal millis = number.scaleByPowerOfTen(powerOfTen).setScale(0, RoundingMode.FLOOR);
            return Calendars.require(millis.longValueExact(), raw, text);
        } catch (ArithmeticException e) {
            throw Calendars.violated(raw, text);
        }
    }

    /** Empty for what is not a number, or a longer one than any time. */
    static Optional<BigDecimal> decimal(Object raw) {
        if (raw instanceof Long whole) {
            return Optional.of(BigDecimal.valueOf(whole));
        }
        boolean text = raw instanceof CharSequence chars && chars.length() <= TimeText.MAX_CHARS;
        String number = text || raw instanceof Number ? raw.toString().strip() : "";
        if (number.isEmpty() || number.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
