package io.lookback.cli.files;

/**
 * What was found out about one row.
 *
 * @param row number of the row in its file
 * @param score 0..1
 * @param severity 0..1
 * @param feature that contributed most; expected, lower and upper are its own, NaN where there is no forecast
 * @param status {@code warming}, {@code ready} or {@code unusable}
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
        String status) {

    /** Of rows that got no score. */
    static final String UNUSABLE = "unusable";

    /** For a row that can be read and yet not be scored. */
    public static RowScore unusable(long row) {
        double none = Double.NaN;
        return new RowScore(row, none, none, false, "", none, none, none, UNUSABLE);
    }
}
