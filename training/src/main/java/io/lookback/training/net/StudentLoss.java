package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.example.Batch;
import io.lookback.training.graph.Head;

/**
 * The negative log likelihood, up to a constant, of the next normalized value under a Student t with 4 degrees of
 * freedom: {@code log s + 2.5 log(1 + ((y - mu) / s)^2 / 4)}. Outliers cost their logarithm, so they do not rule training.
 */
public final class StudentLoss {

    /** The first steps of a stretch, where a memory is still empty, do not count. */
    public static final int SKIPPED = 8;

    private StudentLoss() {}

    /** The mean over rows and counted steps, of the next value; everything lives in {@code manager}. */
    static NDArray of(Network network, Batch batch, NDManager manager) {
        return of(network, batch, 1, manager);
    }

    /**
     * The same, the mean over so many steps ahead. Values further ahead are normalized as they come, not as of the step
     * that predicts them.
     */
    static NDArray of(Network network, Batch batch, int ahead, NDManager manager) {
        NDArray x = inputs(batch, manager);
        NDArray target = manager.create(batch.targets(), new Shape(batch.rows(), batch.length()));
        NDArray before = manager.create(batch.before(), new Shape(batch.rows(), Batch.BEFORE));
        NDArray outputs = network.outputs(x, before);
        NDList losses = new NDList();
        for (int step = 0; step < ahead; step++) {
            String from = ":, " + SKIPPED + ":" + (batch.length() - step);
            NDArray logScale = logScale(outputs, step).get(from);
            NDArray mean = mean(outputs, x, step).get(from);
            NDArray z = target.get(":, " + (SKIPPED + step) + ":").sub(mean).div(logScale.exp());
            losses.add(z.square().div(4).add(1).log().mul(2.5).add(logScale).mean());
        }
        return NDArrays.stack(losses).mean();
    }

    /** The network's own predictions as of a series that begins with the stretch, flat {@code [rows, length, (mean, scale)]}. */
    public static float[] predictions(Network network, Batch batch, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = inputs(batch, scope);
            NDArray outputs = network.outputs(x, scope.zeros(new Shape(batch.rows(), Batch.BEFORE)));
            return mean(outputs, x, 0).stack(logScale(outputs, 0).exp(), -1).toFloatArray();
        }
    }

    private static NDArray inputs(Batch batch, NDManager manager) {
        return manager.create(batch.inputs(), new Shape(batch.rows(), batch.length(), CellInput.SIZE));
    }

    private static NDArray mean(NDArray outputs, NDArray x, int step) {
        return outputs.get(":, :, " + 2 * step).add(x.get(":, :, " + CellInput.Y));
    }

    private static NDArray logScale(NDArray outputs, int step) {
        return outputs.get(":, :, " + (2 * step + 1)).clip(Head.LOWEST_LOG_SCALE, Head.HIGHEST_LOG_SCALE);
    }

    /** The loss of one prediction. */
    public static double of(double y, double mean, double scale) {
        double z = (y - mean) / scale;
        return Math.log(scale) + 2.5 * Math.log1p(z * z / 4);
    }

    /**
     * The loss of taking the last value for the next one, with the running mean of its changes as scale (which is what
     * a Student t with 4 degrees of freedom and scale 1 deviates on average).
     */
    public static double ofPersistence(Batch batch) {
        double sum = 0;
        int counted = batch.rows() * (batch.length() - SKIPPED);
        for (int row = 0; row < batch.rows(); row++) {
            for (int step = SKIPPED; step < batch.length(); step++) {
                int at = row * batch.length() + step;
                int input = at * CellInput.SIZE;
                double change = Math.exp(batch.inputs()[input + CellInput.LOG_VOLATILITY]);
                double scale = Math.max(Math.exp(Head.LOWEST_LOG_SCALE), change);
                sum += of(batch.targets()[at], batch.inputs()[input + CellInput.Y], scale);
            }
        }
        return sum / counted;
    }
}
