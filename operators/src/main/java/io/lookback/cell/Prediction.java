package io.lookback.cell;

/**
 * What a cell expects of a channel's next value, in normalized units (see {@link io.lookback.normalize.Normalizer}): a
 * location-scale Student t with 4 degrees of freedom.
 *
 * @param mean location of the next normalized value
 * @param scale its scale, above zero
 */
public record Prediction(double mean, double scale) {

    /** Of a cell that has nothing to say. */
    public static final Prediction NONE = new Prediction(Double.NaN, Double.NaN);

    /** Number of outputs of every graph, P in {@code y[B,P]}. */
    static final int SIZE = 2;

    /** Reads {@code y[row]}. */
    static Prediction of(float[] outputs, int from) {
        return new Prediction(outputs[from], outputs[from + 1]);
    }

    /** Whether it is made of numbers: a cell that met what it was never trained on may predict none. */
    public boolean usable() {
        return Double.isFinite(mean) && Double.isFinite(scale) && scale > 0;
    }
}
