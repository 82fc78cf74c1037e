package io.lookback.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.util.TimeUtils;

/** How a configuration file spells values: {@code DEAD_LETTER} is {@code dead-letter}, ten seconds are {@code 10 s}. */
final class EnumNames {

    private EnumNames() {}

    static String spelling(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> List<String> spellings(Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants())
                .map(EnumNames::spelling)
                .toList();
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> choices, String spelling) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(symbol -> spelling(symbol).equals(spelling))
                .findFirst();
    }

    /** As a configuration file spells a value of this type. */
    static String show(Object value) {
        if (value instanceof Duration duration) {
            return TimeUtils.formatWithHighestUnit(duration);
        }
        if (value instanceof Double number && number == Math.rint(number)) {
            return String.valueOf(number.longValue());
        }
        return value instanceof Enum<?> symbol ? spelling(symbol) : String.valueOf(value);
    }
}
