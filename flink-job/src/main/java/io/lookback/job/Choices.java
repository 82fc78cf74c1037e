package io.lookback.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Enums in configuration files: {@code DEAD_LETTER} is spelled {@code dead-letter}. */
final class Choices {

    private Choices() {}

    static String spelling(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> List<String> spellings(Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants()).map(Choices::spelling).toList();
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> choices, String spelling) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(symbol -> spelling(symbol).equals(spelling))
                .findFirst();
    }
}
