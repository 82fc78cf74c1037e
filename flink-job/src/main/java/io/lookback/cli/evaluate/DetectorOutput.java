package io.lookback.cli.evaluate;

/**
 * What a detector says of each row. The arrays are not to be changed.
 *
 * @param scores how much the row deserves to wake someone, comparable between series
 * @param severities how abnormal the row is within its series
 * @param anomalies 1 for the rows that the detector calls anomalous as it is set, else 0; empty if it is not set
 */
public record DetectorOutput(double[] scores, double[] severities, double[] anomalies) {

    /** One score for both purposes, no threshold. */
    static DetectorOutput alike(double[] scores) {
        return new DetectorOutput(scores, scores, new double[0]);
    }
}
