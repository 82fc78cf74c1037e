package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Map;

/** What weights attention makes of its scores. */
interface Selection {

    Map<String, String> details();

    /** As {@link Network#ties}. */
    default double ties() {
        return 0;
    }

    /**
     * @param scores {@code [B, heads, T, T]}, those of the future {@link Causal#MASKED}
     * @param x the steps {@code [B, T, d]}
     */
    NDArray weights(NDArray scores, NDArray x);

    /**
     * @param scores {@code [B, heads, T + 1]} of the cached steps and the step itself, those of padding
     *     {@link Causal#MASKED}
     * @param x the step {@code [B, d]}
     * @param mask {@code [B, T]}
     */
    String write(Formula f, String scores, String x, String mask);
}
