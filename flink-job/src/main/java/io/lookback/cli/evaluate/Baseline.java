package io.lookback.cli.evaluate;

import java.util.List;

/**
 * Simple detectors that anybody would try first, to hold other scores against. They see a series strictly in order; a
 * missing value gets no score of its own. Of several features the most conspicuous counts.
 */
public enum Baseline {
    /** How many standard deviations a value lies from the mean of the last {@value #WINDOW} values. */
    WINDOWED_GAUSSIAN("Windowed Gaussian") {
        @Override
        double[] deviations(double[] values, int season) {
            double[] deviations = new double[values.length];
            Window window = new Window(WINDOW);
            for (int row = 0; row < values.length; row++) {
                if (!Double.isNaN(values[row])) {
                    deviations[row] = window.deviation(values[row]);
                    window.add(values[row]);
                }
            }
            return deviations;
        }
    },
    /** How far a value lies from the one a day before, in units of how far values usually do. */
    SEASONAL_NAIVE("Seasonal naive") {
        @Override
        double[] deviations(double[] values, int season) {
            double[] deviations = new double[values.length];
            Window window = new Window(WINDOW);
            for (int row = season; row < values.length; row++) {
                double difference = values[row] - values[row - season];
                if (!Double.isNaN(difference)) {
                    deviations[row] = window.deviation(difference);
                    window.add(difference);
                }
            }
            return deviations;
        }
    };

    private static final int WINDOW = 1000;

    /** Values without which there is no telling what is usual. */
    private static final int FEWEST = 10;

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    /** For a person. */
    public String label() {
        return label;
    }

    /**
     * A score, 0..1, for each row.
     *
     * @param features values of each feature, NaN where missing
     * @param season rows of a day; 1 where days are not to be had
     */
    public double[] score(List<double[]> features, int season) {
        double[] scores = new double[features.get(0).length];
        for (double[] values : features) {
            double[] deviations = deviations(values, season);
            for (int row = 0; row < scores.length; row++) {
                scores[row] = Math.max(scores[row], deviations[row] / (1 + deviations[row]));
            }
        }
        return scores;
    }

    abstract double[] deviations(double[] values, int season);

    /** Mean and spread of the last values; sums are relative to the first value, for precision. */
    private static final class Window {

        private final double[] last;
        private double origin;
        private double sum;
        private double squares;
        private int count;

        Window(int length) {
            last = new double[length];
        }

        double deviation(double value) {
            int held = Math.min(count, last.length);
            if (held < FEWEST) {
                return 0;
            }
            double mean = sum / held;
            double spread = Math.sqrt(Math.max(0, squares / held - mean * mean));
            double distance = Math.abs(value - origin - mean);
            return distance / Math.max(spread, 1e-9 * (1 + Math.abs(value)));
        }

        void add(double value) {
            origin = count == 0 ? value : origin;
            int slot = count++ % last.length;
            double leaving = count > last.length ? last[slot] : 0;
            last[slot] = value - origin;
            sum += last[slot] - leaving;
            squares += last[slot] * last[slot] - leaving * leaving;
        }
    }
}
