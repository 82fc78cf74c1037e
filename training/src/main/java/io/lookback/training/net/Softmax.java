package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Map;

/** All past steps, each by the exponential of its score. */
final class Softmax implements Selection {

    @Override
    public Map<String, String> details() {
        return Map.of();
    }

    @Override
    public NDArray weights(NDArray scores, NDArray x) {
        return scores.softmax(3);
    }

    @Override
    public String write(Formula f, String scores, String x, String mask) {
        return f.softmax(scores, 2);
    }
}
