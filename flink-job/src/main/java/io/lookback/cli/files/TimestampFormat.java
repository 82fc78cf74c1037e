package io.lookback.cli.files;

import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import io.lookback.time.TimeText;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How a column of a file writes its timestamps; text without a zone is UTC. Everything that a job reads by itself is read
 * alike. Dates whose year comes last have the day before the month or behind it: the cells of the whole column decide. If
 * all of them allow both, the reading counts in which they lie closer together, since a file of one day read the wrong way
 * round is spread over a year; of equals the one that is usual for the separator.
 */
public sealed interface TimestampFormat {

    /** What a job reads by itself: a number by its magnitude, ISO 8601 and what people make of it. */
    TimestampFormat AUTO = new Auto();

    /** Cells on which formats are tried first. */
    int SAMPLE = 200;

    /** Small numbers in a column that is called a time: seconds since the epoch. */
    TimestampFormat SECONDS = new Seconds();

    /** Milliseconds since the epoch, or empty if the text is not written in this format. */
    OptionalLong parse(String text);

    /** The format of one timestamp; small numbers are seconds. */
    static Optional<TimestampFormat> of(String sample) {
        return ofColumn(List.of(sample), true);
    }

    /**
     * The format that most of the cells are written in.
     *
     * @param named whether the column is called a time: then small numbers are seconds; otherwise they are values, and so
     *     is a number with a fraction
     */
    static Optional<TimestampFormat> ofColumn(List<String> cells, boolean named) {
        List<String> filled = cells.stream().filter(cell -> !cell.isBlank()).toList();
        List<TimestampFormat> formats = new ArrayList<>(List.of(named ? AUTO : new Strict()));
        if (named) {
            formats.add(
                    filled.stream().allMatch(cell -> cell.strip().matches("(?:19|20)\\d{6}")) ? Dates.DIGITS : SECONDS);
        }
        formats.addAll(Dates.ALL);
        List<String> sample = sample(filled);
        formats.removeIf(format -> 2 * Reading.of(format, sample).read <= sample.size());
        if (!formats.isEmpty()
                && Reading.of(formats.get(0), sample).read == sample.size()
                && formats.get(0).certain()) {
            return Optional.of(formats.get(0) instanceof Strict ? AUTO : formats.get(0));
        }
        return formats.stream()
                .map(format -> Reading.of(format, filled))
                .filter(reading -> 2 * reading.read > filled.size())
                .min(Comparator.comparingLong((Reading reading) -> -reading.read)
                        .thenComparingLong(reading -> reading.span))
                .map(reading -> reading.format instanceof Strict ? AUTO : reading.format);
    }

    /** Whether it leaves no choice between readings. */
    default boolean certain() {
        return this instanceof Auto || this instanceof Strict;
    }

    /** Every so many cells of a long column: to try all formats on all of them takes long. */
    private static List<String> sample(List<String> cells) {
        int step = Math.max(1, cells.size() / SAMPLE);
        return IntStream.range(0, cells.size())
                .filter(cell -> cell % step == 0)
                .mapToObj(cells::get)
                .toList();
    }

    /** @see #AUTO */
    record Auto() implements TimestampFormat {
        @Override
        public OptionalLong parse(String text) {
            try {
                return OptionalLong.of(EventTimes.millis(text.strip(), ZoneOffset.UTC, EventTimes.UNKNOWN));
            } catch (NotATime other) {
                return OptionalLong.empty();
            }
        }
    }

    /** The same for a column that need not be a time at all. */
    record Strict() implements TimestampFormat {
        @Override
        public OptionalLong parse(String text) {
            boolean fraction = text.matches("\\s*\\d+[.]\\d*[1-9]\\d*\\s*");
            return fraction ? OptionalLong.empty() : AUTO.parse(text);
        }
    }

    /** @see #SECONDS */
    record Seconds() implements TimestampFormat {

        private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
        private static final BigDecimal MOST = new BigDecimal("1e11");

        @Override
        public OptionalLong parse(String text) {
            try {
                BigDecimal number = new BigDecimal(text.strip());
                return number.abs().compareTo(MOST) < 0
                        ? OptionalLong.of(number.multiply(MILLIS).longValue())
                        : OptionalLong.empty();
            } catch (NumberFormatException other) {
                return OptionalLong.empty();
            }
        }
    }

    /** @param name of the pattern */
    record Dates(String name, DateTimeFormatter formatter) implements TimestampFormat {

        /** In the order in which they are preferred where a column leaves the choice. */
        static final List<TimestampFormat> ALL = List.of(
                dates("d.M."),
                dates("M/d/"),
                dates("d/M/"),
                dates("d-M-"),
                dates("M-d-"),
                dates("M.d."),
                dates("d MMM "),
                dates("d-MMM-"));

        /** Eight digits, {@code 20251103}. */
        static final TimestampFormat DIGITS =
                new Dates("uuuuMMdd", DateTimeFormatter.BASIC_ISO_DATE.withResolverStyle(ResolverStyle.STRICT));

        @Override
        public OptionalLong parse(String text) {
            try {
                return OptionalLong.of(
                        TimeText.millis(text.strip(), formatter, name, ZoneOffset.UTC, EventTimes.UNKNOWN));
            } catch (NotATime other) {
                return OptionalLong.empty();
            }
        }

        private static Dates dates(String dayAndMonth) {
            String pattern = String.format(Locale.ROOT, "[%1$suuuu][%1$suu][',']", dayAndMonth);
            DateTimeFormatter formatter = TimeText.withTime(pattern, Locale.ENGLISH);
            return new Dates(dayAndMonth + "uuuu", formatter);
        }
    }

    /** What a format makes of a column. */
    record Reading(TimestampFormat format, long read, long span) {

        static Reading of(TimestampFormat format, List<String> cells) {
            long read = 0;
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            for (String cell : cells) {
                OptionalLong time = format.parse(cell);
                if (time.isPresent()) {
                    read++;
                    first = Math.min(first, time.getAsLong());
                    last = Math.max(last, time.getAsLong());
                }
            }
            return new Reading(format, read, read == 0 ? 0 : last - first);
        }
    }
}
