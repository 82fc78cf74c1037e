package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Map;

/** {@code phi(x) = elu(x) + 1} (Katharopoulos et al., 2020, arXiv 2006.16236, section 3.2.1), as {@code exp(min(x, 0)) + max(x, 0)}. */
record EluFeatures(int size) implements FeatureMap {

    @Override
    public Map<String, String> details() {
        return Map.of();
    }

    @Override
    public NDArray of(NDArray x) {
        return x.minimum(0).exp().add(x.maximum(0));
    }

    @Override
    public String write(Formula f, String x) {
        String positive = f.larger(x, f.constant(0));
        return f.add(f.exp(f.subtract(x, positive)), positive);
    }
}
