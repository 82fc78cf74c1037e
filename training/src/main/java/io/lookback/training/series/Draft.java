package io.lookback.training.series;

import java.util.EnumSet;
import java.util.function.IntToDoubleFunction;

/** A series in the making: its times, its values so far, what went into it, and the random it is drawn with. */
final class Draft {

    final SeededRandom random;
    final long[] times;
    final double[] values;
    final EnumSet<Trait> traits = EnumSet.noneOf(Trait.class);

    Draft(SeededRandom random, long[] times) {
        this.random = random;
        this.times = times;
        this.values = new double[times.length];
    }

    int length() {
        return values.length;
    }

    /** Draws whether the series has the trait, and notes it. */
    boolean takes(Trait trait, double probability) {
        boolean taken = random.chance(probability);
        if (taken) {
            traits.add(trait);
        }
        return taken;
    }

    void add(IntToDoubleFunction term) {
        for (int i = 0; i < values.length; i++) {
            values[i] += term.applyAsDouble(i);
        }
    }

    /** Adds a constant to a stretch, cut at the series' end. */
    void addOver(int from, int length, double amount) {
        for (int i = from; i < Math.min(values.length, from + length); i++) {
            values[i] += amount;
        }
    }
}
