package io.lookback.event;

import java.util.List;
import java.util.Locale;

/**
 * What is expected of the next records of a series, made after one of its records.
 *
 * @param series concerned
 * @param made event-time ms of the newest record that it knows
 * @param interval event-time ms between two of the steps: the series' usual interval
 * @param model the models that forecast, as a score names them
 * @param features one each of the series' features, in its order
 */
public record MultiStepForecast(String series, long made, long interval, String model, List<Path> features) {

    public MultiStepForecast {
        features = List.copyOf(features);
    }

    /** Deterministic: the series and the record after which it was made. */
    public String id() {
        return series + '-' + made;
    }

    /** Number of steps. */
    public int horizon() {
        return features.isEmpty() ? 0 : features.get(0).expected().size();
    }

    /**
     * Event-time ms of a step.
     *
     * @param step counted from 0
     */
    public long time(int step) {
        return made + (step + 1) * interval;
    }

    /**
     * Of one feature, a number a step; {@link Double#NaN} where nothing is expected.
     *
     * @param lower of the band in which 99 % of the values are expected
     * @param upper of that band
     */
    public record Path(String name, Values expected, Values lower, Values upper) {

        public Path {
            if (lower.size() != expected.size() || upper.size() != expected.size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "A path of %d steps has %d lower and %d upper ends",
                        expected.size(),
                        lower.size(),
                        upper.size()));
            }
        }

        /** The first steps of it. */
        public Path first(int steps) {
            return new Path(name, first(expected, steps), first(lower, steps), first(upper, steps));
        }

        private static Values first(Values values, int steps) {
            double[] first = new double[steps];
            for (int step = 0; step < steps; step++) {
                first[step] = values.at(step);
            }
            return Values.of(first);
        }
    }
}
