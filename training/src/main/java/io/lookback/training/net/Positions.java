package io.lookback.training.net;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How attention tells near steps from far ones. */
public enum Positions {
    /** Sines and cosines of the step's index join the step (Vaswani et al., 2017, section 3.5). */
    SINUSOIDAL,

    /** Queries and keys are turned by their index, so a score depends on the distance (Su et al., 2021, arXiv 2104.09864). */
    ROTARY;

    /**
     * @param name as on the command line: {@code rotary}, ...
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Positions named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Unknown positions '%s'; choose from %s.",
                        name,
                        Arrays.stream(values()).map(Positions::toString).collect(Collectors.joining(", ")))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
