package io.lookback.wire;

import io.lookback.time.EpochUnit;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a record writes its event time.
 *
 * @param text {@code auto}, {@code epoch-s}, {@code epoch-ms}, {@code epoch-us}, {@code epoch-ns}, {@code iso}, or a
 *     pattern of {@link DateTimeFormatter}
 * @param zone of texts that carry none
 */
public record TimeFormat(String text, ZoneId zone) implements Serializable {

    /**
     * ISO-8601 text, or a number in the unit that the Avro schema names; without one its magnitude says whether it counts
     * s, ms, us or ns.
     */
    public static final String AUTO = "auto";

    private static final String ISO = "iso";

    public TimeFormat {
        makeReader(text, zone, null);
    }

    boolean auto() {
        return text.equals(AUTO);
    }

    /**
     * A format that names its unit keeps it.
     *
     * @param unitOfNumbers if the format is {@link #AUTO}; null for what their magnitude says
     */
    TimeReader reader(@Nullable EpochUnit unitOfNumbers) {
        return makeReader(text, zone, unitOfNumbers);
    }

    private static TimeReader makeReader(String text, ZoneId zone, @Nullable EpochUnit unitOfNumbers) {
        TimeReader iso = new TimeReader.Iso(zone);
        Optional<EpochUnit> unit = EpochUnit.of(text);
        if (unit.isPresent()) {
            return new TimeReader.Epoch(unit.get());
        }
        return switch (text) {
            case AUTO ->
                unitOfNumbers == null
                        ? new TimeReader.Auto(zone)
                        : new TimeReader.Either(new TimeReader.Epoch(unitOfNumbers), iso);
            case ISO -> iso;
            default -> new TimeReader.Pattern(pattern(text, zone), "'" + text + "'", zone);
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
                            Stream.of(AUTO, ISO),
                            Arrays.stream(EpochUnit.values()).map(EpochUnit::toString))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "'%s' is neither one of %s nor a pattern such as yyyy-MM-dd HH:mm:ss (%s)",
                            text,
                            names,
                            e.getMessage()),
                    e);
        }
    }
}
