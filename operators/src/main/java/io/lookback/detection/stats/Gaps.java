package io.lookback.detection.stats;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * Whether values of a feature are missing between its last one and the next, by event time: because the series had no
 * record, or records without this feature.
 *
 * <pre>
 * gap: t - last &gt; {@value Tuning#GAP} i  and  t - last &gt; i + {@value Tuning#GAP_JITTER} j
 * i mean time between two values, j its mean absolute deviation, both over about {@value #MEMORY} values
 * </pre>
 *
 * <p>Values that are no later than one before tell nothing.
 */
public final class Gaps {

    private static final int MEMORY = 32;
    private static final int TRUSTING = 5;

    private final int last;
    private final int interval;
    private final int jitter;
    /** Times that moved on, the first one included, {@value #MEMORY} at most. */
    private final int times;

    public Gaps(Layout layout) {
        last = layout.longs(1);
        interval = layout.floats(1);
        jitter = layout.floats(1);
        times = layout.bytes(1);
    }

    /**
     * Changes nothing.
     *
     * @param time of the next value, ms
     */
    public boolean before(Block block, int at, long time) {
        double usual = block.floatAt(at + interval);
        double bound = Math.max(Tuning.GAP * usual, usual + Tuning.GAP_JITTER * block.floatAt(at + jitter));
        return block.byteAt(at + times) > TRUSTING && since(block, at, time) > bound;
    }

    /** Takes the time of a value in, ms. */
    public void learn(Block block, int at, long time) {
        int known = block.byteAt(at + times);
        double found = since(block, at, time);
        if (known > 0 && found <= 0) {
            return;
        }
        if (known > 0) {
            learnInterval(block, at, found, known);
        }
        block.putLong(at + last, time);
        block.putByte(at + times, Math.min(known + 1, MEMORY));
    }

    private void learnInterval(Block block, int at, double found, int known) {
        double usual = block.floatAt(at + interval);
        double bounded = known > TRUSTING ? Math.min(found, Tuning.GAP * usual) : found;
        double deviation = known > 1 ? Math.abs(bounded - usual) : 0;
        double usually = block.floatAt(at + jitter);
        block.putFloat(at + interval, usual + (bounded - usual) / known);
        block.putFloat(at + jitter, usually + (deviation - usually) / known);
    }

    private double since(Block block, int at, long time) {
        return (double) time - block.longAt(at + last);
    }
}
