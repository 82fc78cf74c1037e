package io.lookback.training.net;

import java.util.Locale;

/**
 * How a network is fitted.
 *
 * @param length of the stretches, steps
 * @param iterations batches to learn from
 * @param rows stretches in a batch
 * @param rate highest learning rate
 */
public record Recipe(int length, int iterations, int rows, float rate) {

    public Recipe {
        if (length <= StudentLoss.SKIPPED) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Stretches of %d steps leave nothing after the %d that do not count; take longer ones.",
                    length,
                    StudentLoss.SKIPPED));
        }
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d iterations train nothing; give at least 1.", iterations));
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "--rate is %s; give more than 0, at most 1.", rate));
        }
    }

    public Recipe withRate(float other) {
        return new Recipe(length, iterations, rows, other);
    }

    public Recipe withIterations(int other) {
        return new Recipe(length, other, rows, rate);
    }
}
