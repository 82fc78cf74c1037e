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
 */
public final class Gaps {

    private static final double MEMORY = 32;
    private static final int TRUSTING = 5;

    private final int last;
    private final int interval;
    private final int jitter;

    public Gaps(Layout layout) {
        last = layout.longs(1);
        interval = layout.floats(1);
        jitter = layout.floats(1);
    }

    /**
     * Changes nothing.
     *
     * @param time of the next value, ms
     * @param count values before it
     */
    public boolean before(Block block, int at, long time, int count) {
        double usual = block.floatAt(at + interval);
        double bound = Math.max(Tuning.GAP * usual, usual + Tuning.GAP_JITTER * block.floatAt(at + jitter));
        return count > TRUSTING && time - block.longAt(at + last) > bound;
    }

    /** Takes the value in. */
    public void learn(Block block, int at, long time, int count) {
        long before = block.longAt(at + last);
        if (count > 0 && time <= before) {
            return;
        }
        block.putLong(at + last, time);
        if (count > 0) {
            double usual = block.floatAt(at + interval);
            double found = time - before;
            double bounded = count > TRUSTING ? Math.min(found, Tuning.GAP * usual) : found;
            double rate = Math.max(1 / MEMORY, 1.0 / count);
            double deviation = Math.abs(bounded - usual);
            block.putFloat(at + interval, usual + rate * (bounded - usual));
            if (count > 1) {
                double known = block.floatAt(at + jitter);
                block.putFloat(at + jitter, known + rate * (deviation - known));
            }
        }
    }
}
