package io.lookback.detection.stats;

import io.lookback.block.Block;
import io.lookback.block.Layout;

/**
 * How densely a series is sampled. A series that was silent for more than {@value #SILENCE} usual intervals is stale for
 * its next {@value #RENEWING} records.
 */
public final class Cadence {

    private static final double DAY_MS = 86_400_000;
    private static final double FIRST_INTERVAL_MS = 300_000;
    private static final double LONGEST_GAP = 3;
    private static final double MEMORY = 32;
    private static final int TRUSTING = 5;
    private static final int SILENCE = 30;
    private static final int RENEWING = 10;
    private static final long SHORTEST_SILENCE_MS = 60_000;

    private final int records;
    private final int gaps;
    private final int last;
    private final int interval;
    /** Records, this one included, until the series has been heard for long enough after a silence. */
    private final int renewing;

    public Cadence(Layout layout) {
        records = layout.longs(1);
        gaps = layout.longs(1);
        last = layout.longs(1);
        interval = layout.doubles(1);
        renewing = layout.bytes(1);
    }

    /** Takes in the event time of the record to be judged, ms. */
    public void learn(Block block, long time) {
        long before = block.longAt(records);
        double gap = before == 0 ? 0 : (double) time - block.longAt(last);
        boolean renewed = block.longAt(gaps) >= TRUSTING && gap > silence(block);
        block.putByte(renewing, renewed ? RENEWING : Math.max(0, block.byteAt(renewing) - 1));
        block.putLong(last, time);
        block.putLong(records, before + 1);
        if (gap > 0) {
            learnGap(block, gap);
        }
    }

    private void learnGap(Block block, double gap) {
        long known = block.longAt(gaps);
        double usual = interval(block);
        double bounded = known < TRUSTING ? gap : Math.min(gap, LONGEST_GAP * usual);
        block.putLong(gaps, known + 1);
        block.putDouble(interval, usual + (bounded - usual) * Math.max(1 / MEMORY, 1.0 / (known + 1)));
    }

    /** Records seen before the one being judged. */
    public long index(Block block) {
        return block.longAt(records) - 1;
    }

    /** Whether the record is one of the first after a silence. */
    public boolean stale(Block block) {
        return block.byteAt(renewing) > 0;
    }

    /** From which time without a record the series counts as silent, ms: at least a minute. */
    public long silence(Block block) {
        return Math.max(SHORTEST_SILENCE_MS, (long) (SILENCE * interval(block)));
    }

    /** Usual time between two records, ms. */
    public long usualInterval(Block block) {
        return Math.round(interval(block));
    }

    public double rowsPerDay(Block block) {
        return DAY_MS / interval(block);
    }

    private double interval(Block block) {
        return block.longAt(gaps) == 0 ? FIRST_INTERVAL_MS : block.doubleAt(interval);
    }
}
