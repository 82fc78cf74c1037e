package io.lookback.training.reference;

/** What a reference makes of a whole sequence. */
public final class Sequence {

    private final double[][] predictions;
    private final double[][] weights;

    Sequence(double[][] predictions, double[][] weights) {
        this.predictions = predictions;
        this.weights = weights;
    }

    /** {@code [mean, scale]} after input {@code t}. */
    public double[] prediction(int t) {
        return predictions[t];
    }

    /** The weights of step {@code t}, oldest attended step first, itself last. */
    public double[] weights(int t) {
        return weights[t];
    }
}
