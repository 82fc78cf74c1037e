package io.lookback.training.series;

import java.util.SplittableRandom;

/** Seeded draws: the only source of chance in this module. */
public final class SeededRandom {

    /** Beyond this mean a Poisson draw is a rounded Gaussian one. */
    private static final double POISSON_EXACT_UP_TO = 60;

    private final SplittableRandom random;

    public SeededRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** SeededRandom of their own for the {@code index}-th thing under a seed, independent of how many others were drawn. */
    public static SeededRandom of(long seed, long index) {
        return new SeededRandom(seed * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public double uniform(double from, double until) {
        return from + (until - from) * random.nextDouble();
    }

    /** Uniform in the logarithm, for scales; both bounds above zero. */
    public double logUniform(double from, double until) {
        return from * Math.exp(Math.log(until / from) * random.nextDouble());
    }

    public int integer(int from, int until) {
        return random.nextInt(from, until);
    }

    public double sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    /** Standard Gaussian (Box and Muller), independent of the JDK's own algorithm. */
    public double gaussian() {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    /** Student t with 3 degrees of freedom, scaled to variance 1. */
    public double studentT3() {
        double square = 0;
        for (int k = 0; k < 3; k++) {
            double g = gaussian();
            square += g * g;
        }
        return gaussian() / Math.sqrt(square);
    }

    public double poisson(double mean) {
        if (mean > POISSON_EXACT_UP_TO) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * gaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
