package io.lookback.detection.stats;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * Mean, standard deviation, range and number of a feature's whole past (Finch, Incremental calculation of weighted mean
 * and variance, 2009, with the rate {@code 1/(n + 2)}):
 *
 * <pre>
 * d = x - m;  m += a d;  q = (1 - a)(q + a d^2);  deviation = max(sqrt q, 1e-6 range + 1e-9 largest)
 * </pre>
 *
 * <p>After {@value Tuning#ROBUST_FROM} values, {@value Tuning#REACH} values in a row widen the range by at most
 * {@value Tuning#WIDENING} times the width that it had before, and none counts for more. All fields are in the feature's own
 * unit, relative to its first value where that keeps digits: a timestamp that moves by seconds has a deviation of seconds.
 */
public final class Spread {

    /** Its square is finite. */
    private static final double LARGEST = 1e150;

    private static final double TINY = 1e-150;

    private final int count;
    private final int first;
    private final int mean;
    private final int variance;
    private final int low;
    private final int high;
    /** The range before a value lay a width beyond it. */
    private final int calmLow;

    private final int calmHigh;
    /** Values since that one, this one included; 0 once {@value Tuning#REACH} have passed. */
    private final int sinceWide;

    private final int before;
    private final int rises;
    private final int falls;
    private final int sinceReset;
    private final int smallestMove;

    public Spread(Layout layout) {
        count = layout.ints(1);
        first = layout.doubles(1);
        mean = layout.doubles(1);
        variance = layout.doubles(1);
        low = layout.doubles(1);
        high = layout.doubles(1);
        calmLow = layout.doubles(1);
        calmHigh = layout.doubles(1);
        sinceWide = layout.shorts(1);
        before = layout.doubles(1);
        rises = layout.ints(1);
        falls = layout.ints(1);
        sinceReset = layout.shorts(1);
        smallestMove = layout.floats(1);
    }

    /** Values so far. */
    public int count(Block block, int at) {
        return block.intAt(at + count);
    }

    /** The first value. */
    public double first(Block block, int at) {
        return block.doubleAt(at + first);
    }

    public double mean(Block block, int at) {
        return first(block, at) + block.doubleAt(at + mean);
    }

    /** More than zero, in the feature's unit. */
    public double deviation(Block block, int at) {
        double range = block.doubleAt(at + high) - block.doubleAt(at + low);
        double floor = 1e-6 * range + 1e-9 * largest(block, at) + TINY;
        return Math.max(Math.sqrt(block.doubleAt(at + variance)), floor);
    }

    /** Whether no two values differed so far. */
    public boolean constant(Block block, int at) {
        return block.doubleAt(at + high) == block.doubleAt(at + low);
    }

    /** Whether a value like this has been there: it lies within the range. */
    public boolean seen(Block block, int at, double x) {
        double y = x - first(block, at);
        return y >= block.doubleAt(at + low) && y <= block.doubleAt(at + high);
    }

    /** The smallest difference between two values in a row, this one included; 0 while all were the same. */
    public double smallestMove(Block block, int at, double y) {
        double known = block.floatAt(at + smallestMove);
        double move = count(block, at) == 0 ? 0 : Math.abs(y - block.doubleAt(at + before));
        return move == 0 || (known > 0 && known < move) ? known : move;
    }

    /**
     * Whether a counter starts over with this value, or did so within {@value Tuning#REACH} records, so that a patch of
     * the recent past mixes what was before with what is now.
     */
    public boolean newCounter(Block block, int at, double x) {
        return block.shortAt(at + sinceReset) > 0 || counterReset(block, at, x);
    }

    /** The feature hardly ever fell, and falls now to the lowest {@value Tuning#COUNTER_START} of its range. */
    private boolean counterReset(Block block, int at, double x) {
        int up = block.intAt(at + rises);
        if (up < Tuning.COUNTER_RISES || block.intAt(at + falls) > Tuning.COUNTER_FALLS * up) {
            return false;
        }
        double y = x - first(block, at);
        double lowest = block.doubleAt(at + low);
        return y < block.doubleAt(at + before)
                && y - lowest <= Tuning.COUNTER_START * (block.doubleAt(at + high) - lowest);
    }

    /** A value less the first one, as far as it is let count. */
    public double bounded(Block block, int at, double x) {
        if (count(block, at) == 0) {
            return 0;
        }
        double y = clip(x) - first(block, at);
        if (count(block, at) < Tuning.ROBUST_FROM) {
            return y;
        }
        double lowest = block.doubleAt(at + calmLow);
        double highest = block.doubleAt(at + calmHigh);
        double width = calmWidth(block, at);
        double reach = width == 0 ? LARGEST : Tuning.WIDENING * width;
        return Math.max(lowest - reach, Math.min(highest + reach, y));
    }

    private double calmWidth(Block block, int at) {
        double width = block.doubleAt(at + calmHigh) - block.doubleAt(at + calmLow);
        return width > 0 ? width : Math.abs(first(block, at));
    }

    /** @param y a bounded value */
    public void learn(Block block, int at, double x, double y) {
        int n = count(block, at);
        if (n == 0) {
            block.putDouble(at + first, clip(x));
        }
        int since = block.shortAt(at + sinceReset);
        boolean reset = counterReset(block, at, x);
        block.putShort(at + sinceReset, reset ? 1 : since == 0 || since == Tuning.REACH ? 0 : since + 1);
        if (y > block.doubleAt(at + before)) {
            block.putInt(at + rises, block.intAt(at + rises) + 1);
        } else if (y < block.doubleAt(at + before)) {
            block.putInt(at + falls, block.intAt(at + falls) + 1);
        }
        block.putFloat(at + smallestMove, smallestMove(block, at, y));
        block.putDouble(at + before, y);
        double rate = 1.0 / (n + 2);
        double delta = y - block.doubleAt(at + mean);
        block.putDouble(at + mean, block.doubleAt(at + mean) + rate * delta);
        block.putDouble(at + variance, (1 - rate) * (block.doubleAt(at + variance) + rate * delta * delta));
        block.putDouble(at + low, Math.min(block.doubleAt(at + low), y));
        block.putDouble(at + high, Math.max(block.doubleAt(at + high), y));
        learnCalm(block, at, y);
        block.putInt(at + count, Math.min(n + 1, Integer.MAX_VALUE - 2));
    }

    private void learnCalm(Block block, int at, double y) {
        int since = block.shortAt(at + sinceWide);
        double beyond = Math.max(block.doubleAt(at + calmLow) - y, y - block.doubleAt(at + calmHigh));
        boolean wide = count(block, at) >= Tuning.ROBUST_FROM && beyond > calmWidth(block, at);
        if (since < Tuning.REACH && (since > 0 || wide)) {
            block.putShort(at + sinceWide, since + 1);
            return;
        }
        block.putShort(at + sinceWide, 0);
        block.putDouble(at + calmLow, block.doubleAt(at + low));
        block.putDouble(at + calmHigh, block.doubleAt(at + high));
    }

    private double largest(Block block, int at) {
        double start = first(block, at);
        return Math.max(Math.abs(start + block.doubleAt(at + low)), Math.abs(start + block.doubleAt(at + high)));
    }

    private static double clip(double x) {
        return Math.max(-LARGEST, Math.min(LARGEST, x));
    }
}
