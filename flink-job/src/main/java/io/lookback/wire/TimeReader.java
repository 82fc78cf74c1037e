package io.lookback.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Reads what a record carries in its time field: event-time ms since the epoch, in the years 1 to 9999. */
sealed interface TimeReader {

    long millis(Object raw) throws Unfit;

    /** Digits are a number, other texts are a text. */
    record Either(TimeReader number, TimeReader text) implements TimeReader {
        @Override
        public long millis(Object raw) throws Unfit {
            boolean digits = raw instanceof Number
                    || raw instanceof CharSequence chars && chars.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? number.millis(raw) : text.millis(raw);
        }
    }

    /** Numbers, whole or with a fraction, also as text. */
    record Epoch(TimeFormat.Unit unit) implements TimeReader {

        /** Beyond it no unit yields an instant in range; keeps {@link BigDecimal} from spelling out huge exponents. */
        private static final long MAX_DIGITS = 30;

        private static final int MAX_CHARS = 60;

        @Override
        public long millis(Object raw) throws Unfit {
            try {
                BigDecimal number = raw instanceof Long whole ? BigDecimal.valueOf(whole) : decimal(raw);
                if (Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS) {
                    throw Range.violated(raw, unit);
                }
                BigDecimal millis = number.scaleByPowerOfTen(unit.powerOfTen()).setScale(0, RoundingMode.FLOOR);
                return Range.require(millis.longValueExact(), raw, unit);
            } catch (NumberFormatException e) {
                throw Unfit.unusable("Time '%s' is not a number (%s)", Excerpt.of(raw), unit);
            } catch (ArithmeticException e) {
                throw Range.violated(raw, unit);
            }
        }

        private static BigDecimal decimal(Object raw) {
            if (!(raw instanceof Number || raw instanceof CharSequence)) {
                throw new NumberFormatException();
            }
            String text = raw.toString().strip();
            if (text.length() > MAX_CHARS) {
                throw new NumberFormatException();
            }
            return new BigDecimal(text);
        }
    }

    /** Date and time, or a date alone, in the zone given where the text names none. */
    record Text(DateTimeFormatter formatter, String name, ZoneId zone) implements TimeReader {
        @Override
        public long millis(Object raw) throws Unfit {
            if (!(raw instanceof CharSequence)) {
                throw Unfit.unusable("Time %s is not a text in the format %s", Excerpt.of(raw), name);
            }
            try {
                TemporalAccessor parsed = formatter.parseBest(
                        raw.toString().strip(), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
                return Range.require(instant(parsed).toEpochMilli(), raw, name);
            } catch (DateTimeException e) {
                throw Unfit.unusable("Time '%s' is not in the format %s", Excerpt.of(raw), name);
            } catch (ArithmeticException e) {
                throw Range.violated(raw, name);
            }
        }

        private Instant instant(TemporalAccessor parsed) {
            if (parsed instanceof ZonedDateTime zoned) {
                return zoned.toInstant();
            }
            LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
            return local.atZone(zone).toInstant();
        }
    }

    /** The instants that calendars can work with. */
    final class Range {

        private static final long EARLIEST =
                Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
        private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

        private Range() {}

        static long require(long millis, Object raw, Object format) throws Unfit {
            if (millis < EARLIEST || millis > LATEST) {
                throw violated(raw, format);
            }
            return millis;
        }

        static Unfit violated(Object raw, Object format) {
            return Unfit.unusable(
                    "Time '%s' lies outside the years 1 to 9999 when read as %s; check the time format",
                    Excerpt.of(raw), format);
        }
    }
}
