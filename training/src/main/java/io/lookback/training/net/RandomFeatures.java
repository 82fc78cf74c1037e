package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import io.lookback.training.series.SeededRandom;
import java.util.Map;

/**
 * Positive random features of the softmax kernel (Choromanski et al., 2020, arXiv 2009.14794, sections 2.3 and 2.4):
 * {@code phi(x) = exp(omega x' - |x'|^2 / 2) / sqrt m} with {@code x' = x / d^(1/4)}, so that the expectation of
 * {@code phi(q) . phi(k)} is {@code exp(q . k / sqrt d)}. The directions omega are drawn once, from a fixed seed, as
 * blocks of orthogonal vectors with the lengths of Gaussian ones: they are constants of the model, not trained.
 */
final class RandomFeatures implements FeatureMap {

    private static final long SEED = 20_200_914;

    /** Keeps a sum of features above zero, as the authors' code does. */
    private static final float LEAST = 1e-4f;

    private final int dimension;
    private final int size;
    private final float[] directions;
    private final NDArray omega;

    /**
     * @param dimension of x
     * @param size m
     */
    RandomFeatures(int dimension, int size, Parameters parameters) {
        this.dimension = dimension;
        this.size = size;
        this.directions = Orthogonal.gaussian(dimension, size, new SeededRandom(SEED));
        this.omega = parameters.fixed(directions, dimension, size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Map<String, String> details() {
        return Map.of("features", Integer.toString(size));
    }

    @Override
    public NDArray of(NDArray x) {
        NDArray scaled = x.mul(scale());
        NDArray half = scaled.square().sum(new int[] {-1}, true).div(2);
        return scaled.matMul(omega).sub(half).exp().add(LEAST).mul(1 / Math.sqrt(size));
    }

    @Override
    public String write(Formula f, String x) {
        String scaled = f.multiply(x, (float) scale());
        String half = f.multiply(f.sum(f.square(scaled), -1), 0.5f);
        String matched = f.matMul(scaled, f.named("omega", directions, dimension, size));
        return f.multiply(f.add(f.exp(f.subtract(matched, half)), LEAST), (float) (1 / Math.sqrt(size)));
    }

    private double scale() {
        return Math.pow(dimension, -0.25);
    }
}
