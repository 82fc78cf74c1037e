package io.lookback.training.net;

/**
 * Sizes of a windowed attention block.
 *
 * @param hidden d
 * @param heads of d / heads each
 * @param window W, steps looked back on besides the present one
 */
public record WindowSizes(int hidden, int heads, int window) {

    /** The shipped model's. */
    public static final WindowSizes SHIPPED = new WindowSizes(32, 4, 64);

    public WindowSizes {
        if (heads < 1 || hidden % heads != 0) {
            throw new IllegalArgumentException(
                    "%d hidden units cannot be shared among %d heads; take a multiple.".formatted(hidden, heads));
        }
        if (window < 1) {
            throw new IllegalArgumentException(
                    "A window of %d steps looks back on none; take at least 1.".formatted(window));
        }
    }

    int headSize() {
        return hidden / heads;
    }
}
