package io.lookback.training.series;

import java.util.function.DoubleUnaryOperator;

/** Turns a draft's standard-sized values into what a sensor would report: counts, positive quantities, steps, limits, units. */
final class Outputs {

    private static final double HELD = 0.05;

    private Outputs() {}

    static void applyTo(Draft draft) {
        report(draft);
        if (draft.takes(Trait.HELD, HELD)) {
            hold(draft);
        }
    }

    private static void report(Draft draft) {
        SeededRandom random = draft.random;
        double kind = random.uniform(0, 1);
        if (kind < 0.2) {
            count(draft);
            return;
        }
        if (kind < 0.3) {
            double steepness = random.uniform(0.3, 1.2);
            map(draft, Trait.EXPONENTIAL, v -> Math.exp(steepness * Math.min(v, 12)));
        } else if (kind < 0.4) {
            double floor = random.uniform(-0.7, 0.7);
            map(draft, Trait.FLOORED, v -> Math.max(floor, v) - floor);
        } else if (kind < 0.5) {
            double step = random.logUniform(0.05, 1);
            map(draft, Trait.QUANTIZED, v -> step * Math.rint(v / step));
        } else if (kind < 0.55) {
            double ceiling = random.uniform(0.2, 1.5);
            map(draft, Trait.CLIPPED, v -> Math.min(ceiling, v));
        } else if (kind < 0.6) {
            double kept = random.logUniform(0.02, 0.5);
            map(draft, Trait.SPARSE, v -> random.chance(kept) ? Math.abs(v) + 0.1 : 0);
        }
        inUnits(draft);
    }

    /** Poisson counts whose rate follows the values. */
    private static void count(Draft draft) {
        double rate = draft.random.logUniform(0.3, 300);
        map(draft, Trait.COUNTS, v -> draft.random.poisson(rate * softplus(1 + v)));
    }

    /** A gauge that is read more often than it is renewed: on a fixed beat, or now and then. */
    private static void hold(Draft draft) {
        SeededRandom random = draft.random;
        int beat = random.chance(0.5) ? random.integer(2, 8) : 0;
        double renewed = random.uniform(0.1, 0.9);
        for (int i = 1; i < draft.length(); i++) {
            boolean fresh = beat > 0 ? i % beat == 0 : random.chance(renewed);
            draft.values[i] = fresh ? draft.values[i] : draft.values[i - 1];
        }
    }

    private static double softplus(double v) {
        return v > 30 ? v : Math.log1p(Math.exp(v));
    }

    private static void inUnits(Draft draft) {
        double unit = draft.random.logUniform(1e-3, 1e5);
        double offset = draft.random.chance(0.5) ? 0 : draft.random.sign() * unit * draft.random.logUniform(0.3, 100);
        apply(draft, v -> unit * v + offset);
    }

    private static void map(Draft draft, Trait trait, DoubleUnaryOperator output) {
        draft.traits.add(trait);
        apply(draft, output);
    }

    private static void apply(Draft draft, DoubleUnaryOperator output) {
        for (int i = 0; i < draft.length(); i++) {
            draft.values[i] = output.applyAsDouble(draft.values[i]);
        }
    }
}
