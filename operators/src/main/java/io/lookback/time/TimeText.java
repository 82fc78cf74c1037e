package io.lookback.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts that everybody means the same by: ISO 8601 and RFC 3339 with what people make of them. The year comes first
 * (with {@code -}, {@code /}, {@code .} or nothing in between), then {@code T} or blanks, hours and minutes, seconds and
 * their fraction (after a point or a comma), AM or PM, and {@code Z}, {@code UTC}, {@code GMT}, an offset with or without
 * a colon, or the name of a zone; a date alone is its midnight, 24:00 that of the next day; also the dates of e-mails
 * (RFC 1123). A text whose day and month could be either way round is none of these: there a pattern has to say.
 */
public final class TimeText {

    /** No time is longer. */
    static final int MAX_CHARS = 200;

    private static final String DESCRIPTION = "ISO-8601";

    private static final List<DateTimeFormatter> FORMATTERS =
            List.of(withTime("uuuu-MM-dd"), withTime("uuuu/MM/dd"), withTime("uuuu.MM.dd"), basic(), mail());

    /** Midnight at the end of a day, which ISO 8601 writes like this. */
    private static final Pattern END_OF_DAY =
            Pattern.compile("(?<=\\d[Tt ]{1,3})24(?=:?00(?::?00(?:[.,]0+)?)?(?![\\d:.,]))");

    /** A leap second, which is read as the one after it. */
    private static final Pattern LEAP_SECOND = Pattern.compile("(?<=\\d:59:|[Tt]\\d\\d59)60(?![\\d:])");

    private TimeText() {}

    /**
     * Event-time ms of a text.
     *
     * @param zone of texts that name none
     * @param near of {@link Calendars}
     */
    public static long millis(Object raw, ZoneId zone, long near) throws NotATime {
        String text = text(raw, DESCRIPTION);
        TemporalAccessor parsed = parsed(text);
        if (parsed == null) {
            parsed = parsedPastEnd(text);
        }
        if (parsed != null) {
            return millis(parsed, zone, near, raw, DESCRIPTION);
        }
        throw new NotATime(String.format(
                Locale.ROOT,
                "Time '%s' is not in the format %s, such as 2026-01-31T12:30:00Z or 2026-01-31 12:30:00; for another one give its pattern, such as dd.MM.uuuu HH:mm",
                NotATime.shown(raw),
                DESCRIPTION));
    }

    /**
     * Event-time ms of a text that is written in a pattern.
     *
     * @param name of the pattern, for messages
     */
    public static long millis(Object raw, DateTimeFormatter formatter, String name, ZoneId zone, long near)
            throws NotATime {
        TemporalAccessor parsed = parsed(text(raw, name), formatter);
        if (parsed == null) {
            throw new NotATime(
                    String.format(Locale.ROOT, "Time '%s' is not in the format %s", NotATime.shown(raw), name));
        }
        return millis(parsed, zone, near, raw, name);
    }

    private static String text(Object raw, String format) throws NotATime {
        if (!(raw instanceof CharSequence text) || text.length() > MAX_CHARS) {
            throw new NotATime(
                    String.format(Locale.ROOT, "Time %s is not a text in the format %s", NotATime.shown(raw), format));
        }
        return text.toString().strip();
    }

    private static @Nullable TemporalAccessor parsed(String text) {
        return FORMATTERS.stream()
                .map(formatter -> parsed(text, formatter))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A strict formatter, as dates need one, takes neither of the two. */
    private static @Nullable TemporalAccessor parsedPastEnd(String text) {
        Matcher midnight = END_OF_DAY.matcher(text);
        if (midnight.find()) {
            return later(parsed(midnight.replaceFirst("00")), ChronoUnit.DAYS);
        }
        Matcher leap = LEAP_SECOND.matcher(text);
        return leap.find() ? later(parsed(leap.replaceFirst("59")), ChronoUnit.SECONDS) : null;
    }

    private static @Nullable TemporalAccessor later(@Nullable TemporalAccessor parsed, ChronoUnit unit) {
        try {
            return parsed instanceof Temporal time ? time.plus(1, unit) : null;
        } catch (DateTimeException | ArithmeticException beyond) {
            return null;
        }
    }

    private static @Nullable TemporalAccessor parsed(String text, DateTimeFormatter formatter) {
        try {
            return formatter.parseBest(
                    text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long millis(TemporalAccessor parsed, ZoneId zone, long near, Object raw, String name)
            throws NotATime {
        try {
            if (parsed instanceof ZonedDateTime zoned) {
                return Calendars.require(zoned.toInstant().toEpochMilli(), raw, name);
            }
            if (parsed instanceof OffsetDateTime offset) {
                return Calendars.require(offset.toInstant().toEpochMilli(), raw, name);
            }
            LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) parsed;
            return Calendars.require(Calendars.millis(local, zone, near), raw, name);
        } catch (ArithmeticException | DateTimeException e) {
            throw Calendars.violated(raw, name);
        }
    }

    private static DateTimeFormatter withTime(String date) {
        return withTime(date, Locale.ROOT);
    }

    /**
     * A date in a pattern, behind which there may be a time of day, a fraction and a zone, written as {@link #millis(Object,
     * ZoneId, long)} reads them.
     *
     * @param locale of the names of months
     */
    public static DateTimeFormatter withTime(String date, Locale locale) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(date)
                .optionalStart()
                .append(timeOfDay())
                .optionalEnd()
                .toFormatter(locale)
                .withChronology(IsoChronology.INSTANCE)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    /** {@code [T ]HH:mm[:ss[.,fraction]][ AM][ zone]}. */
    private static DateTimeFormatter timeOfDay() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("['T'][' '][' ']")
                .appendPattern("[h:mm[:ss] a][H:mm[:ss]]")
                .append(fractionAndZone())
                .toFormatter(Locale.ROOT);
    }

    private static DateTimeFormatter fractionAndZone() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .optionalStart()
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                .optionalEnd()
                .optionalStart()
                .appendLiteral(',')
                .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false)
                .optionalEnd()
                .appendPattern("[' ']")
                .appendPattern("[XXXXX][XXXX][XXX][XX][X]")
                .appendPattern("[' ']")
                .optionalStart()
                .appendLiteral('[')
                .appendZoneRegionId()
                .appendLiteral(']')
                .optionalEnd()
                .optionalStart()
                .appendZoneRegionId()
                .optionalEnd()
                .toFormatter(Locale.ROOT);
    }

    /** {@code 20260131T123000Z}: with the time of day, since eight digits alone are a number. */
    private static DateTimeFormatter basic() {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern("uuuuMMdd'T'HHmm[ss]")
                .append(fractionAndZone())
                .toFormatter(Locale.ROOT)
                .withChronology(IsoChronology.INSTANCE)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter mail() {
        return DateTimeFormatter.RFC_1123_DATE_TIME;
    }
}
