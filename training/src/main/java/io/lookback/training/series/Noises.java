package io.lookback.training.series;

/**
 * Adds what cannot be foreseen: white, autoregressive or integrated noise, light- or heavy-tailed, of steady or wandering
 * size, one or two at a time: a slow walk seen through white noise is the usual gauge.
 */
final class Noises {

    private static final double HEAVY_TAILED = 0.3;
    private static final double STOCHASTIC_VOLATILITY = 0.15;
    private static final double TWO_NOISES = 0.3;
    private static final double ALTERNATING = 0.15;
    private static final double WALK_SLOWNESS = 0.2;

    private Noises() {}

    static void addTo(Draft draft) {
        addOneTo(draft);
        if (draft.takes(Trait.TWO_NOISES, TWO_NOISES)) {
            addOneTo(draft);
        }
    }

    private static void addOneTo(Draft draft) {
        double[] innovations = innovations(draft);
        double kind = draft.random.uniform(0, 1);
        if (kind < 0.4) {
            draft.traits.add(Trait.WHITE);
            draft.add(i -> innovations[i]);
        } else if (kind < 0.7) {
            draft.traits.add(Trait.AR1);
            double phi = draft.random.chance(ALTERNATING)
                    ? draft.random.uniform(-0.7, -0.2)
                    : draft.random.uniform(0.2, 0.99);
            addAutoregression(draft, innovations, phi, 0, Math.sqrt(1 - phi * phi));
        } else if (kind < 0.82) {
            draft.traits.add(Trait.AR2);
            addOscillation(draft, innovations);
        } else {
            draft.traits.add(Trait.RANDOM_WALK);
            addAutoregression(draft, innovations, 1, 0, WALK_SLOWNESS);
        }
    }

    private static double[] innovations(Draft draft) {
        double scale = draft.random.logUniform(0.03, 1);
        boolean heavy = draft.takes(Trait.HEAVY_TAILED, HEAVY_TAILED);
        boolean wandering = draft.takes(Trait.STOCHASTIC_VOLATILITY, STOCHASTIC_VOLATILITY);
        double[] innovations = new double[draft.length()];
        double logVolatility = 0;
        for (int i = 0; i < innovations.length; i++) {
            logVolatility = wandering ? 0.98 * logVolatility + 0.15 * draft.random.gaussian() : 0;
            double unit = heavy ? draft.random.studentT3() : draft.random.gaussian();
            innovations[i] = scale * unit * Math.exp(logVolatility);
        }
        return innovations;
    }

    /** A damped oscillation driven by the innovations. */
    private static void addOscillation(Draft draft, double[] innovations) {
        double radius = draft.random.uniform(0.6, 0.97);
        double angle = 2 * Math.PI / draft.random.logUniform(4, 60);
        addAutoregression(draft, innovations, 2 * radius * Math.cos(angle), -radius * radius, 1 - radius);
    }

    private static void addAutoregression(Draft draft, double[] innovations, double phi1, double phi2, double gain) {
        double last = 0;
        double beforeLast = 0;
        for (int i = 0; i < innovations.length; i++) {
            double next = phi1 * last + phi2 * beforeLast + gain * innovations[i];
            beforeLast = last;
            last = next;
            draft.values[i] += next;
        }
    }
}
