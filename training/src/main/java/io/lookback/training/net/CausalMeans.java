package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Running means over whole sequences as one product, for a cell that is computed in parallel over time. */
final class CausalMeans {

    private static final float MASKED = -1e9f;

    private final int length;
    private final NDManager manager;

    CausalMeans(NDManager manager, int length) {
        this.manager = manager;
        this.length = length;
    }

    /**
     * {@code [T, T]}, row t: the weights of the inputs 0..t in the mean that moves by {@code max(rate, 1 / n)} at its n-th
     * input.
     *
     * @param skipped first inputs that do not count
     */
    NDArray weights(double rate, int skipped) {
        float[] weights = new float[length * length];
        double[] row = new double[length];
        for (int t = skipped; t < length; t++) {
            double step = Math.max(rate, 1.0 / (t + 1 - skipped));
            for (int s = skipped; s < t; s++) {
                row[s] *= 1 - step;
            }
            row[t] = step;
            for (int s = skipped; s <= t; s++) {
                weights[t * length + s] = (float) row[s];
            }
        }
        return manager.create(weights, new Shape(length, length));
    }

    /** {@code [size, size]}: zeros up to the diagonal, beyond it what a softmax does not see. */
    static NDArray mask(NDManager manager, int size) {
        float[] mask = new float[size * size];
        for (int t = 0; t < size; t++) {
            for (int s = t + 1; s < size; s++) {
                mask[t * size + s] = MASKED;
            }
        }
        return manager.create(mask, new Shape(size, size));
    }
}
