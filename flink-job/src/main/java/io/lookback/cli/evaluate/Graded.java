package io.lookback.cli.evaluate;

/**
 * What a detector says of each row. The arrays are not to be changed.
 *
 * @param alarms how much the row deserves to wake someone, comparable between series
 * @param grades how abnormal the row is within its series
 * @param anomalies 1 for the rows that the detector calls anomalous as it is set, else 0; empty if it is not set
 */
public record Graded(double[] alarms, double[] grades, double[] anomalies) {

    /** One score for both purposes, no threshold. */
    static Graded alike(double[] scores) {
        return new Graded(scores, scores, new double[0]);
    }
}
