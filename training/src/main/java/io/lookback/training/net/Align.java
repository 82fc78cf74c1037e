package io.lookback.training.net;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a self-attention cell scores an earlier hidden state against the present one. */
public enum Align {
    /** {@code (U h_t) . h_i / sqrt d} (Luong et al., 2015, with the scale of Vaswani et al., 2017). */
    GENERAL,
    /** {@code h_t . h_i / sqrt d} (Vaswani et al., 2017). */
    DOT,
    /** {@code v . tanh(U h_t + W h_i)} (Bahdanau et al., 2015). */
    ADDITIVE;

    /** @throws IllegalArgumentException if there is none of that name */
    public static Align named(String name) {
        return Arrays.stream(values())
                .filter(align -> align.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Unknown align '%s'; choose from %s.",
                        name,
                        Arrays.stream(values()).map(Align::toString).collect(Collectors.joining(", ")))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
