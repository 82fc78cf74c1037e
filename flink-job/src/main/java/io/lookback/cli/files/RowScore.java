package io.lookback.cli.files;

/**
 * What was found out about one row.
 *
 * @param row number of the row in its file
 * @param score 0..1
 * @param severity 0..1
 * @param feature that contributed most; expected, lower and upper are its own, NaN where there is no forecast
 * @param status {@code warming} or {@code ready}
 */
public record RowScore(
        long row,
        double score,
        double severity,
        boolean anomaly,
        String feature,
        double expected,
        double lower,
        double upper,
        String status) {}
