package io.lookback.training.net;

import ai.djl.ndarray.NDArray;
import io.lookback.training.graph.Formula;
import java.util.Locale;

/**
 * How {@code d} numbers are shared among heads.
 *
 * @param hidden d
 * @param count of heads, of d / count numbers each
 */
record Heads(int hidden, int count) {

    Heads {
        if (count < 1 || hidden % count != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d hidden units cannot be shared among %d heads; take a multiple.", hidden, count));
        }
    }

    int size() {
        return hidden / count;
    }

    /** {@code [B, T, d]} as {@code [B, heads, T, size]}. */
    NDArray apart(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), count, size())
                .transpose(0, 2, 1, 3);
    }

    /** {@code [B, heads, T, size]} as {@code [B, T, d]}. */
    NDArray together(NDArray x) {
        return x.transpose(0, 2, 1, 3).reshape(x.getShape().get(0), x.getShape().get(2), hidden);
    }

    /** {@code [B, d]} as {@code [B, heads, size]}. */
    String apart(Formula f, String x) {
        return f.reshape(x, -1, count, size());
    }

    /** {@code [B, heads, size]} or one with a size of 1 more as {@code [B, d]}. */
    String together(Formula f, String x) {
        return f.reshape(x, -1, hidden);
    }
}
