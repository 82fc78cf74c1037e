package io.lookback.cli.demo;

import java.util.Locale;
import java.util.SplittableRandom;

/** Ways in which the demonstration breaks a healthy series. */
enum AnomalyKind {
    /** A few values far above. */
    SPIKE(3) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[index] + 12 * spread * (1 + 0.2 * random.nextDouble());
        }
    },
    /** A few values far below. */
    DIP(4) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[index] - 10 * spread * (1 + 0.2 * random.nextDouble());
        }
    },
    /** Higher for some hours, then as before. */
    LEVEL_SHIFT(60) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[index] + 8 * spread;
        }
    },
    /** The same value again and again. */
    STUCK(48) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[window.begin()];
        }
    },
    /** The same course at a third of its period. */
    PERIOD(72) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            int source = window.begin() + 3 * (index - window.begin());
            return healthy[Math.floorMod(source, healthy.length)];
        }
    },
    /** Much noisier around the same course. */
    VARIANCE(48) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[index] + 6 * spread * random.nextGaussian();
        }
    },
    /** Climbs away from its course. */
    DRIFT(72) {
        @Override
        double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random) {
            return healthy[index] + 14 * spread * (index - window.begin() + 1) / window.length();
        }
    };

    private final int length;

    AnomalyKind(int length) {
        this.length = length;
    }

    /** Number of steps that it lasts. */
    int length() {
        return length;
    }

    /** As a person reads it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Breaks the values inside the window; the others stay. */
    void breakValues(double[] values, Window window, double spread, SplittableRandom random) {
        double[] healthy = values.clone();
        for (int index = window.begin(); index < window.end(); index++) {
            values[index] = broken(healthy, window, index, spread, random);
        }
    }

    abstract double broken(double[] healthy, Window window, int index, double spread, SplittableRandom random);

    /** Steps {@code begin} (inclusive) to {@code end} (exclusive) of an array. */
    record Window(int begin, int end) {

        int length() {
            return end - begin;
        }
    }
}
