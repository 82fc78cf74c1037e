package io.lookback.training.net;

import ai.djl.ndarray.NDArray;

/** Cuts the last axis. */
final class Parts {

    private Parts() {}

    /** Into so many parts of one width. */
    static NDArray[] of(NDArray x, int count) {
        long width = x.getShape().get(x.getShape().dimension() - 1) / count;
        NDArray[] parts = new NDArray[count];
        for (int part = 0; part < count; part++) {
            parts[part] = between(x, part * width, (part + 1) * width);
        }
        return parts;
    }

    static NDArray between(NDArray x, long from, long to) {
        return x.get("..., " + from + ":" + to);
    }
}
