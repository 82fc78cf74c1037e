package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.training.graph.Formula;
import java.util.Map;

/**
 * The k past steps with the highest scores alone, by the exponentials of those (Zhao et al., 2019, arXiv 1912.11637,
 * section 3.1); with k = 1 the hard attention of Xu et al., 2015, arXiv 1502.03044, section 4.1, which takes the best
 * step in place of drawing one.
 *
 * <p>One weight of 1 has no gradient. In training with k = 1 the gradient is that of the softmax over all steps, while the
 * value stays that of the choice (straight through), which replaces the paper's sampled gradient.
 */
record Best(int k) implements Selection {

    private static final double TIES = 0.02;

    @Override
    public Map<String, String> details() {
        return Map.of("k", Integer.toString(k));
    }

    /** Of two steps that compare alike, rounding decides which one is among the best. */
    @Override
    public double ties() {
        return TIES;
    }

    @Override
    public NDArray weights(NDArray scores, NDArray x) {
        NDArray padded = scores;
        long length = scores.getShape().get(3);
        if (length < k) {
            padded = scores.concat(masked(scores, k - length), 3);
        }
        NDArray least = padded.stopGradient().topK(k, 3, true, true).get(0).min(new int[] {3}, true);
        NDArray chosen = scores.gte(least).toType(scores.getDataType(), false);
        NDArray weights = scores.add(chosen.sub(1).mul(-Causal.MASKED)).softmax(3);
        if (k > 1) {
            return weights;
        }
        NDArray soft = scores.softmax(3);
        return weights.stopGradient().add(soft.sub(soft.stopGradient()));
    }

    private static NDArray masked(NDArray scores, long more) {
        NDManager manager = scores.getManager();
        Shape shape = scores.getShape();
        return manager.full(new Shape(shape.get(0), shape.get(1), shape.get(2), more), Causal.MASKED);
    }

    @Override
    public String write(Formula f, String scores, String x, String mask) {
        String itself = f.from(scores, 2, -1);
        String none = f.add(f.multiply(itself, f.constant(new float[k], 1, 1, k)), Causal.MASKED);
        String least = f.from(f.top(f.concat(2, scores, none), k), 2, -1);
        String chosen = f.where(f.atLeast(scores, least), scores, f.constant(Causal.MASKED));
        return f.softmax(chosen, 2);
    }
}
