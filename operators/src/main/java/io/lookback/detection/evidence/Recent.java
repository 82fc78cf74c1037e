package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.stats.Grid;
import io.lookback.detection.tuning.Tuning;

/**
 * The last {@value Tuning#REACH} values of a feature, and the patch that they make: the recent past in log time. One
 * patch says what a value does beside the one before, beside the last minutes, and beside the last hours:
 *
 * <pre>
 * q0 = x[t], q1 = x[t-1], q2 = mean of the next 2 older ones, then of the next 4, 8, 16, 32, 64
 * </pre>
 *
 * <p>A block that reaches beyond the first value takes what there is, one that lies beyond it the coordinate before.
 */
public final class Recent {

    private static final int MASK = Tuning.REACH - 1;

    /** The first coordinate whose sum is kept; those before are a value and two. */
    private static final int SUMMED = 3;

    private final Grid grid;
    private final int known;
    private final int newest;
    private final int ring;
    /** Sums of the blocks of the last values learned: whole numbers, so they are exact however they come about. */
    private final int sums;

    public Recent(Layout layout, Grid grid) {
        this.grid = grid;
        known = layout.shorts(1);
        newest = layout.shorts(1);
        ring = layout.shorts(Tuning.REACH);
        sums = layout.ints(Tuning.COORDINATES - SUMMED);
    }

    /** The patch that ends with the moment's own value. */
    void patch(Moment moment) {
        moment.patch[0] = moment.unit == 0 ? 0 : (float) Math.rint(moment.y / moment.unit);
        int have = moment.afterGap ? 0 : moment.block.shortAt(moment.at + known);
        means(moment.block, moment.at, moment.patch, 0, have);
        moment.coordinates = 1;
        while (moment.coordinates < Tuning.COORDINATES && first(moment.coordinates) < have) {
            moment.coordinates++;
        }
    }

    /** The patch that ends with the last value learned. */
    void patchBefore(Moment moment, float[] patch) {
        patch[0] = value(moment.block, moment.at, 0);
        means(moment.block, moment.at, patch, 1, moment.block.shortAt(moment.at + known));
    }

    /**
     * Fills in a patch from its second coordinate on.
     *
     * @param age of its newest value, 0 for the last one learned
     * @param have values since the last gap
     */
    private void means(Block block, int at, float[] patch, int age, int have) {
        for (int j = 1; j < patch.length; j++) {
            int from = first(j) + age;
            int until = Math.min(from + (1 << (j - 1)), have);
            if (until <= from) {
                patch[j] = patch[j - 1];
            } else {
                int sum = age == 0 && j >= SUMMED ? block.intAt(place(at, j)) : sum(block, at, from, until);
                patch[j] = (float) sum / (until - from);
            }
        }
    }

    /** Age of the newest value of a coordinate's block. */
    private static int first(int coordinate) {
        return (1 << (coordinate - 1)) - 1;
    }

    private int place(int at, int coordinate) {
        return at + sums + Integer.BYTES * (coordinate - SUMMED);
    }

    private int sum(Block block, int at, int from, int until) {
        int first = block.shortAt(at + newest) - from;
        int sum = 0;
        for (int i = 0; i < until - from; i++) {
            sum += block.shortAt(at + ring + 2 * ((first - i) & MASK));
        }
        return sum;
    }

    private int value(Block block, int at, int age) {
        return block.shortAt(at + ring + 2 * ((block.shortAt(at + newest) - age) & MASK));
    }

    void learn(Moment moment) {
        Block block = moment.block;
        if (moment.afterGap) {
            forget(block, moment.at);
        }
        int next = (block.shortAt(moment.at + newest) + 1) & MASK;
        block.putShort(moment.at + ring + 2 * next, grid.steps(block, moment.at, moment.y));
        block.putShort(moment.at + newest, next);
        block.putShort(moment.at + known, Math.min(Tuning.REACH, block.shortAt(moment.at + known) + 1));
        for (int j = SUMMED; j < Tuning.COORDINATES; j++) {
            int change = value(block, moment.at, first(j)) - value(block, moment.at, first(j + 1));
            block.putInt(place(moment.at, j), block.intAt(place(moment.at, j)) + change);
        }
    }

    private void forget(Block block, int at) {
        block.putShort(at + known, 0);
        block.clear(at + ring, Short.BYTES * Tuning.REACH);
        block.clear(at + sums, Integer.BYTES * (Tuning.COORDINATES - SUMMED));
    }

    /** Follows the grid. */
    void halve(Block block, int at, int times) {
        for (int i = 0; i < Tuning.REACH; i++) {
            int place = at + ring + 2 * i;
            block.putShort(place, Grid.halved(block.shortAt(place), times));
        }
        for (int j = SUMMED; j < Tuning.COORDINATES; j++) {
            block.putInt(place(at, j), sum(block, at, first(j), first(j + 1)));
        }
    }
}
