package io.lookback.detection.stats;

import io.lookback.block.Block;
import io.lookback.block.Layout;

/**
 * The unit in which a feature's past is kept in 16 bits: a power of two, so that rescaling is a shift and a constant
 * stays one. It grows when a value does not fit and never shrinks; then whoever keeps steps halves them as often.
 */
public final class Grid {

    private static final int LARGEST_STEP = Short.MAX_VALUE;

    /** What the first deviation becomes: room for eight times as much, and fine enough for a thousandth of it. */
    private static final int FIRST_STEPS = 4_096;

    private static final int LEAST_EXPONENT = -1_060;

    private final int started;
    private final int exponent;

    public Grid(Layout layout) {
        started = layout.bytes(1);
        exponent = layout.shorts(1);
    }

    /** Size of a step in the feature's unit; 0 while all values were the same. */
    public double unit(Block block, int at) {
        return block.byteAt(at + started) == 0 ? 0 : Math.scalb(1.0, block.shortAt(at + exponent));
    }

    /** A deviation from the first value in steps, within 16 bits; 0 while there is no unit. */
    public int steps(Block block, int at, double y) {
        double unit = unit(block, at);
        return unit == 0 ? 0 : (int) Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, Math.rint(y / unit)));
    }

    /**
     * Makes room for a deviation.
     *
     * @return how often what is kept in steps has to be halved
     */
    public int fit(Block block, int at, double y) {
        if (y == 0) {
            return 0;
        }
        if (block.byteAt(at + started) == 0) {
            block.putByte(at + started, 1);
            block.putShort(at + exponent, Math.max(LEAST_EXPONENT, Math.getExponent(Math.abs(y) / FIRST_STEPS)));
            return 0;
        }
        int before = block.shortAt(at + exponent);
        int now = before;
        while (Math.abs(Math.scalb(y, -now)) > LARGEST_STEP) {
            now++;
        }
        block.putShort(at + exponent, now);
        return now - before;
    }

    /** A number of steps halved so often, to the nearest. */
    public static int halved(int steps, int times) {
        return times > 15 ? 0 : (steps + (1 << times >> 1)) >> times;
    }
}
