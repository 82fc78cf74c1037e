package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Map;

/** A positive function {@code phi} of queries and keys, so that {@code phi(q) . phi(k)} stands for the weight of a pair. */
interface FeatureMap {

    /** Numbers of {@code phi(x)}. */
    int size();

    Map<String, String> details();

    /** Over the last axis. */
    NDArray of(NDArray x);

    /** Over the last axis of {@code [B, heads, size]}; for queries and keys alike. */
    String write(Formula f, String x);
}
