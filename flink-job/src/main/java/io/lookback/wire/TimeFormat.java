package io.lookback.wire;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a record writes its event time.
 *
 * @param text {@code auto}, {@code epoch-s}, {@code epoch-ms}, {@code epoch-us}, {@code epoch-ns}, {@code iso}, or a
 *     pattern of {@link DateTimeFormatter}
 * @param zone of texts that carry none
 */
public record TimeFormat(String text, ZoneId zone) implements Serializable {

    /** ISO-8601 text, or a number in the unit that the Avro schema names, in milliseconds without one. */
    public static final String AUTO = "auto";

    private static final String ISO = "iso";

    public TimeFormat {
        makeReader(text, zone, Unit.MILLIS);
    }

    boolean auto() {
        return text.equals(AUTO);
    }

    /** Numbers of the unit if the format is {@link #AUTO}; a format that names its unit keeps it. */
    TimeReader reader(Unit unitOfNumbers) {
        return makeReader(text, zone, unitOfNumbers);
    }

    private static TimeReader makeReader(String text, ZoneId zone, Unit unitOfNumbers) {
        TimeReader iso = new TimeReader.Text(DateTimeFormatter.ISO_DATE_TIME, "ISO-8601", zone);
        Optional<Unit> unit = Unit.of(text);
        if (unit.isPresent()) {
            return new TimeReader.Epoch(unit.get());
        }
        return switch (text) {
            case AUTO -> new TimeReader.Either(new TimeReader.Epoch(unitOfNumbers), iso);
            case ISO -> iso;
            default -> new TimeReader.Text(pattern(text, zone), "'" + text + "'", zone);
        };
    }

    private static DateTimeFormatter pattern(String text, ZoneId zone) {
        DateTimeFormatter formatter = formatter(text);
        PatternCheck.require(text, formatter, zone);
        return formatter;
    }

    private static DateTimeFormatter formatter(String text) {
        try {
            return DateTimeFormatter.ofPattern(text, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            String names = Stream.concat(
                            Stream.of(AUTO, ISO), Arrays.stream(Unit.values()).map(unit -> unit.text))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "'%s' is none of %s, nor a pattern such as yyyy-MM-dd HH:mm:ss (%s)",
                            text,
                            names,
                            e.getMessage()),
                    e);
        }
    }

    /** The unit of a time that is a number. */
    enum Unit {
        SECONDS("epoch-s", 3),
        MILLIS("epoch-ms", 0),
        MICROS("epoch-us", -3),
        NANOS("epoch-ns", -6);

        private final String text;
        private final int powerOfTen;

        Unit(String text, int powerOfTen) {
            this.text = text;
            this.powerOfTen = powerOfTen;
        }

        static Optional<Unit> of(String text) {
            return Arrays.stream(values())
                    .filter(unit -> unit.text.equals(text))
                    .findFirst();
        }

        /** A time of this unit times ten to this power is in milliseconds. */
        int powerOfTen() {
            return powerOfTen;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
