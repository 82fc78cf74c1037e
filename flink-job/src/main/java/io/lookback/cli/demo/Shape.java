package io.lookback.cli.demo;

import java.util.SplittableRandom;

/**
 * What a healthy series of the demonstration looks like. A shape is a function of the step since the beginning of the
 * data; what needs a past, such as a random walk, begins afresh with each array.
 */
enum Shape {
    /** Requests a second: day and night, weaker weekends, noise that grows with the level. */
    REQUESTS(5) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            double day = 1 + 0.6 * wave(step, DAY, -0.25) + 0.15 * wave(step, DAY / 2, 0);
            double weekend = Math.floorMod(step / DAY, 7L) >= 5 ? 0.7 : 1;
            return 120 * day * weekend * (1 + 0.04 * random.nextGaussian());
        }
    },
    /** Busy share of a processor, per cent: a daily course and bursts that die away. */
    PROCESSOR(2.5, 100) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            double course = 35 + 12 * wave(step, DAY, -0.2);
            return clamp(0.5 * previous + 0.5 * course + 2.5 * random.nextGaussian(), 0, 100);
        }
    },
    /** Latency in ms: a skewed spread above a floor. */
    LATENCY(8) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            double load = 1 + 0.25 * wave(step, DAY, -0.2);
            return 40 * load + 12 * Math.exp(0.5 * random.nextGaussian());
        }
    },
    /** Memory that a garbage collector frees every two hours, MB. */
    SAWTOOTH(30) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            return 900 + 50 * Math.floorMod(step, 24L) + 12 * random.nextGaussian();
        }
    },
    /** Room temperature: slow, smooth, hardly any noise. */
    TEMPERATURE(0.5) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            return 21 + 2.5 * wave(step, DAY, -0.4) + 0.12 * random.nextGaussian();
        }
    },
    /** Errors a minute: mostly none, now and then a few. */
    ERRORS(2) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            return poisson(0.6, random);
        }
    },
    /** Depth of a queue: drifts and is pulled back. */
    QUEUE(9) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            return Math.max(0, previous + 0.08 * (200 - previous) + 6 * random.nextGaussian());
        }
    },
    /** Power drawn by a machine that works for an hour and rests for one, kW. */
    BATCH(1.2) {
        @Override
        double at(long step, double previous, SplittableRandom random) {
            boolean works = Math.floorMod(step, 24L) < 12;
            return (works ? 18 : 4) + 0.6 * random.nextGaussian();
        }
    };

    /** Steps of a day, five minutes each. */
    static final long DAY = 288;

    /** How far the values usually lie from their course; anomalies are sized by it. */
    private final double spread;

    private final double highest;

    Shape(double spread) {
        this(spread, Double.MAX_VALUE);
    }

    Shape(double spread, double highest) {
        this.spread = spread;
        this.highest = highest;
    }

    /** The value at a step, given that of the step before. */
    abstract double at(long step, double previous, SplittableRandom random);

    double spread() {
        return spread;
    }

    /** Takes broken values back to what such a series can measure at all. */
    void limit(double[] values) {
        for (int index = 0; index < values.length; index++) {
            values[index] = clamp(values[index], 0, highest);
        }
    }

    /** The values of {@code length} steps from step {@code begin} on. */
    double[] values(long begin, int length, SplittableRandom random) {
        double[] values = new double[length];
        double previous = settled(begin, random);
        for (int index = 0; index < length; index++) {
            previous = at(begin + index, previous, random);
            values[index] = previous;
        }
        return values;
    }

    private double settled(long begin, SplittableRandom random) {
        double value = 35;
        for (long step = begin - 200; step < begin; step++) {
            value = at(step, value, random);
        }
        return value;
    }

    private static double wave(long step, long period, double phase) {
        return Math.sin(2 * Math.PI * ((double) Math.floorMod(step, period) / period + phase));
    }

    private static double clamp(double value, double low, double high) {
        return Math.min(high, Math.max(low, value));
    }

    private static double poisson(double mean, SplittableRandom random) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
