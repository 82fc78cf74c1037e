package io.lookback.cli;

import io.lookback.job.Durations;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as {@code 500ms}, {@code 60s}, {@code 5 min}, {@code 1h}. */
public final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            Duration duration = Durations.parse(text);
            if (!duration.isZero()) {
                return duration;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new TypeConversionException(String.format(
                    Locale.ROOT, "'%s' is not a duration such as 60s, 5m or 1h, of %s", text, Durations.RANGE));
        }
        throw new TypeConversionException(String.format(Locale.ROOT, "'%s' is not more than zero", text));
    }
}
