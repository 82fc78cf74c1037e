package io.lookback.custom;

import java.io.Serializable;

/**
 * How a custom model sees a series.
 *
 * @param features of a record, F
 * @param window records that it sees at once, W: {@code x[B,W,F]}; 0 for one that sees one record, {@code x[B,F]}
 * @param memory floats that a stepwise model carries from record to record, M: {@code m[B,M]}; 0 for a window
 * @param whole whether a reconstruction returns the whole window, the newest record last
 * @param flat whether a score comes as {@code y[B]} and not as {@code y[B,1]}
 * @param masked whether it is told which values are missing: {@code present}, of the shape of {@code x}
 * @param distribution whether a forecast has a location and a scale of each feature, {@code y[B,F,2]}
 */
public record GraphForm(
        int features, int window, int memory, boolean whole, boolean flat, boolean masked, boolean distribution)
        implements Serializable {

    /** Location and scale. */
    private static final int PARAMETERS = 2;

    /** Floats that a series keeps of the past. */
    int past() {
        return window > 0 ? window * features : memory;
    }

    /** Floats of {@code y} for one series. */
    int outputs(Task task) {
        if (task == Task.SCORE) {
            return 1;
        }
        if (distribution) {
            return PARAMETERS * features;
        }
        return whole ? window * features : features;
    }

    long[] inputShape(long rows) {
        return window > 0 ? new long[] {rows, window, features} : new long[] {rows, features};
    }

    long[] outputShape(Task task, long rows) {
        if (task == Task.SCORE) {
            return flat ? new long[] {rows} : new long[] {rows, 1};
        }
        if (distribution) {
            return new long[] {rows, features, PARAMETERS};
        }
        return whole ? new long[] {rows, window, features} : new long[] {rows, features};
    }
}
