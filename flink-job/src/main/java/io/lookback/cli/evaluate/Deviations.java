package io.lookback.cli.evaluate;

import java.util.function.UnaryOperator;

/**
 * How many standard deviations a number lies from the mean of those before it, as a score 0..1. A missing value gets no
 * score of its own. Of several features the most conspicuous counts.
 */
final class Deviations {

    private static final int WINDOW = 1000;

    /** Values without which there is no telling what is usual. */
    private static final int FEWEST = 10;

    private Deviations() {}

    /** Of the values, beside the last {@value #WINDOW}. */
    static double[] ofValues(Readings readings) {
        return mostConspicuous(readings, values -> deviations(values, values.length));
    }

    /** Of the values, beside the first {@value #WINDOW}. */
    static double[] ofFirstValues(Readings readings) {
        return mostConspicuous(readings, values -> deviations(values, WINDOW));
    }

    /** Of the differences to the day before; to the row before where days are not to be had. */
    static double[] ofDays(Readings readings) {
        int season = readings.season();
        return mostConspicuous(readings, values -> {
            double[] differences = new double[values.length];
            for (int row = 0; row < values.length; row++) {
                differences[row] = row < season ? Double.NaN : values[row] - values[row - season];
            }
            return deviations(differences, differences.length);
        });
    }

    private static double[] mostConspicuous(Readings readings, UnaryOperator<double[]> measure) {
        double[] scores = new double[readings.rows()];
        for (double[] values : readings.features()) {
            double[] deviations = measure.apply(values);
            for (int row = 0; row < scores.length; row++) {
                scores[row] = Math.max(scores[row], deviations[row] / (1 + deviations[row]));
            }
        }
        return scores;
    }

    /** @param learned rows that are learned from, the first ones */
    private static double[] deviations(double[] numbers, int learned) {
        double[] deviations = new double[numbers.length];
        Window window = new Window(WINDOW);
        for (int row = 0; row < numbers.length; row++) {
            if (!Double.isNaN(numbers[row])) {
                deviations[row] = window.deviation(numbers[row]);
                if (row < learned) {
                    window.add(numbers[row]);
                }
            }
        }
        return deviations;
    }

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
