package io.lookback.training.reference;

/** How far a graph's prediction is from its reference's. */
public final class Agreement {

    /** Numbers below this count as of this size when a difference is put in relation. */
    private static final double SMALL = 0.1;

    private Agreement() {}

    /** The larger of the relative differences of mean and scale. */
    public static double relativeDifference(float[] actual, double[] expected) {
        double worst = 0;
        for (int k = 0; k < expected.length; k++) {
            double difference = Math.abs(actual[k] - expected[k]) / Math.max(Math.abs(expected[k]), SMALL);
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        return worst;
    }
}
