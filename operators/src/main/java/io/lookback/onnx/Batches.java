package io.lookback.onnx;

/** The sizes in which calls come: few, so that each can keep its buffers. */
public final class Batches {

    private Batches() {}

    /** The smallest power of two that is at least {@code rows} and {@code smallest}, itself a power of two. */
    public static int ceiling(int rows, int smallest) {
        return rows <= smallest ? smallest : Integer.highestOneBit(rows - 1) << 1;
    }

    /** The smallest multiple of {@code step} that is at least {@code rows}, and at least one step. */
    public static int roundUp(int rows, int step) {
        return Math.max(step, (rows + step - 1) / step * step);
    }
}
