package io.lookback.cli.evaluate;

import java.util.List;

/**
 * The rows of a series as a detector gets them, without labels. The arrays are not to be changed.
 *
 * @param times event-time ms of each row
 * @param features values of each feature, NaN where missing
 */
public record Readings(long[] times, List<double[]> features, double rowsPerDay) {

    public Readings {
        features = List.copyOf(features);
    }

    public int rows() {
        return times.length;
    }

    /** Rows of a day; 1 where the series has not two of them. */
    int season() {
        int day = (int) Math.round(rowsPerDay);
        return day >= 2 && day <= rows() / 2 ? day : 1;
    }

    /** Values of all features. */
    public double[] row(int row) {
        return features.stream().mapToDouble(values -> values[row]).toArray();
    }
}
