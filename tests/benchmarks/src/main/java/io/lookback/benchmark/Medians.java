package io.lookback.benchmark;

import java.util.List;

final class Medians {

    private Medians() {}

    /** The middle value, the mean of the two middle ones of an even number; NaN of none. */
    static double of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
