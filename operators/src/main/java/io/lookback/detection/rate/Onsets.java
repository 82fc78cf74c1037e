package io.lookback.detection.rate;

import io.lookback.block.Block;
import io.lookback.block.Layout;

/**
 * Which records are news. A group begins with its first record; within {@code R} records of that beginning only a higher
 * level than all before in the group is news. So a long trouble speaks at its onset and at each new height, and a group
 * ends whatever comes: the choice depends on no threshold.
 */
public final class Onsets {

    private final int started;
    private final int begin;
    private final int highest;

    public Onsets(Layout layout) {
        started = layout.bytes(1);
        begin = layout.longs(1);
        highest = layout.doubles(1);
    }

    /** Whether record {@code index} of the series, at that level, is news. */
    public boolean read(Block block, long index, double level, long refractory) {
        return begins(block, index, refractory) || level > block.doubleAt(highest);
    }

    private boolean begins(Block block, long index, long refractory) {
        return block.byteAt(started) == 0 || index - block.longAt(begin) > refractory;
    }

    /** Takes a record in that is news. */
    public void learn(Block block, long index, double level, long refractory) {
        if (begins(block, index, refractory)) {
            block.putByte(started, 1);
            block.putLong(begin, index);
        }
        block.putDouble(highest, level);
    }
}
