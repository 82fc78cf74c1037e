package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Map;

/** Which of the past rows a {@link SlotAttention} keeps, and which of those a step sees. */
interface Slots {

    /** Rows kept at most, W. */
    int count();

    Map<String, String> details();

    /** Added to a step's score of itself. */
    float itself();

    /** Whether keys are queries of length 1, so that equal directions match. */
    boolean shared();

    /**
     * Zeros for what a step sees, itself included, and {@link Causal#MASKED} elsewhere; for {@code [B, 1, T, T]}.
     *
     * @param query {@code [B, T, d]}
     */
    NDArray hidden(NDArray query);

    /**
     * @param query {@code [B, d]}
     * @param age input {@code [B, W]}, whole numbers
     */
    Choice write(Formula f, String query, String age);

    /**
     * @param seen which slots the step sees, {@code [B, W]}
     * @param slot that its row overwrites, {@code [B, 1]}
     */
    record Choice(String seen, String slot) {}
}
