package io.lookback.training;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads the times that CSV files carry: ISO 8601 or {@code yyyy-MM-dd HH:mm[:ss[.fraction]]}, in UTC without a zone, or epoch seconds or ms. */
final class Timestamps {

    /** Numbers below this are seconds (until the year 5138), those from it on ms (from March 1973). */
    private static final double SECONDS_BELOW = 1e11;

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX]")
            .toFormatter(Locale.ROOT);

    private Timestamps() {}

    /**
     * @return event-time ms
     * @throws IllegalArgumentException if the text is no time
     */
    static long parse(String text) {
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            double number = Double.parseDouble(text);
            return Math.round(Math.abs(number) < SECONDS_BELOW ? number * 1000 : number);
        }
        try {
            return instant(FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from))
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "'%s' is no time; write ISO 8601, 'yyyy-MM-dd HH:mm:ss', epoch seconds or ms.",
                            text),
                    e);
        }
    }

    private static Instant instant(TemporalAccessor time) {
        return time instanceof OffsetDateTime zoned
                ? zoned.toInstant()
                : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
    }
}
