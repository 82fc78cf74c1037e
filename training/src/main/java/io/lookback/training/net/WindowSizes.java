package io.lookback.training.net;

import java.util.Locale;

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
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d hidden units cannot be shared among %d heads; take a multiple.", hidden, heads));
        }
        if (window < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A window of %d steps looks back on none; take at least 1.", window));
        }
    }

    public WindowSizes withHidden(int other) {
        return new WindowSizes(other, heads, window);
    }

    int headSize() {
        return hidden / heads;
    }
}
