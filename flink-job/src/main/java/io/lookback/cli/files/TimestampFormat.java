package io.lookback.cli.files;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How a file writes its timestamps. Text without a zone is UTC. */
public enum TimestampFormat {
    /** Seconds since the epoch, fractions allowed. */
    EPOCH_SECONDS {
        @Override
        public OptionalLong parse(String text) {
            return number(text, MILLIS_PER_SECOND);
        }
    },
    /** Milliseconds since the epoch. */
    EPOCH_MILLIS {
        @Override
        public OptionalLong parse(String text) {
            return number(text, BigDecimal.ONE);
        }
    },
    /** A date, with or without a time of day, a fraction of a second and a zone; {@code T} or a space in between. */
    TEXT {
        @Override
        public OptionalLong parse(String text) {
            try {
                return OptionalLong.of(millis(TEXT_FORMAT.parseBest(
                        text.strip(),
                        ZonedDateTime::from,
                        OffsetDateTime::from,
                        LocalDateTime::from,
                        LocalDate::from)));
            } catch (DateTimeException | ArithmeticException other) {
                return OptionalLong.empty();
            }
        }
    };

    /** Numbers from here on are milliseconds: as seconds they would lie past the year 5000. */
    private static final BigDecimal FIRST_MILLIS = new BigDecimal("1e11");

    /** Numbers below are unlikely to be instants: as seconds they would lie before March 1973. */
    private static final BigDecimal FIRST_SECONDS = new BigDecimal("1e8");

    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

    private static final DateTimeFormatter TEXT_FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[' ']")
            .appendPattern("[XXX][XX][X]")
            .optionalStart()
            .appendPattern("[' ']['UTC']['GMT']")
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /** Milliseconds since the epoch, or empty if the text is not written in this format. */
    public abstract OptionalLong parse(String text);

    /** The format of a timestamp; small numbers are seconds. */
    public static Optional<TimestampFormat> of(String sample) {
        Optional<BigDecimal> number = decimal(sample);
        if (number.isPresent()) {
            boolean millis = number.get().abs().compareTo(FIRST_MILLIS) >= 0;
            return Optional.of(millis ? EPOCH_MILLIS : EPOCH_SECONDS);
        }
        return TEXT.parse(sample).isPresent() ? Optional.of(TEXT) : Optional.empty();
    }

    /** The same for a cell that need not be a timestamp at all: small or broken numbers are none. */
    public static Optional<TimestampFormat> guess(String sample) {
        Optional<BigDecimal> number = decimal(sample);
        if (number.isPresent() && (number.get().compareTo(FIRST_SECONDS) < 0 || fractional(number.get()))) {
            return Optional.empty();
        }
        return of(sample);
    }

    private static boolean fractional(BigDecimal number) {
        return number.stripTrailingZeros().scale() > 0;
    }

    private static OptionalLong number(String text, BigDecimal factor) {
        Optional<BigDecimal> number = decimal(text);
        try {
            return number.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            number.get().multiply(factor).toBigInteger().longValueExact());
        } catch (ArithmeticException tooLarge) {
            return OptionalLong.empty();
        }
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    private static long millis(TemporalAccessor parsed) {
        return instant(parsed).toEpochMilli();
    }

    private static Instant instant(TemporalAccessor parsed) {
        if (parsed instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        if (parsed instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (parsed instanceof LocalDateTime local) {
            return local.toInstant(ZoneOffset.UTC);
        }
        return LocalDate.from(parsed).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
