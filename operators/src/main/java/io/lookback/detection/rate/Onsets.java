package io.lookback.detection.rate;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * Which records are news. A group begins with its first record; within {@code R} records of that beginning only a record
 * above the bar is news. The bar is the group's highest level while records come back to half of it; from then on it falls,
 * over {@code R} records, to what ordinary noise reaches. So a long trouble speaks at its onset and at each new height, a
 * second one that follows the first speaks, too, and a group ends whatever comes: the choice depends on no threshold.
 */
public final class Onsets {

    private final int started;
    private final int begin;
    private final int highest;
    private final int held;

    public Onsets(Layout layout) {
        started = layout.bytes(1);
        begin = layout.longs(1);
        highest = layout.doubles(1);
        held = layout.longs(1);
    }

    /** Whether record {@code index} of the series, at that level, is news. */
    public boolean read(Block block, long index, double level, long refractory) {
        return begins(block, index, refractory) || level > bar(block, index, refractory);
    }

    private boolean begins(Block block, long index, long refractory) {
        return block.byteAt(started) == 0 || index - block.longAt(begin) > refractory;
    }

    private double bar(Block block, long index, long refractory) {
        double above = block.doubleAt(highest) - Tuning.LEVEL_AT_TEN;
        double left = 1 - (index - block.longAt(held) - 1.0) / refractory;
        return Tuning.LEVEL_AT_TEN + (above > 0 ? left * above : above);
    }

    /** Takes a record in. */
    public void learn(Block block, long index, double level, long refractory) {
        if (begins(block, index, refractory)) {
            block.putByte(started, 1);
            block.putLong(begin, index);
            hold(block, index, level);
        } else if (level > bar(block, index, refractory)) {
            hold(block, index, level);
        } else if (level > Tuning.LEVEL_AT_TEN && level > Tuning.HELD * block.doubleAt(highest)) {
            block.putLong(held, index);
        }
    }

    private void hold(Block block, long index, double level) {
        block.putDouble(highest, level);
        block.putLong(held, index);
    }
}
