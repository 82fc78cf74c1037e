package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * How improbable it is that a value repeats for so long: a sensor that is stuck, an exporter that serves its cache. Seen
 * while it lasts, not when it ends.
 *
 * <pre>
 * share = (repeats + 1) / (repeats + changes + 2)      of records that equalled the one before
 * F     = -k log10 share                               k repeats in a row, k > {@value Tuning#SHORTEST_RUN} + {@value Tuning#RUN_GROWTH} * longest run before
 *       = 0                                            otherwise, and before {@value Tuning#SETTLING_CHANGES} changes were seen
 * </pre>
 *
 * <p>A run counts once it has ended: while little is known, wholly, so that a series which begins in a night without
 * traffic expects the next one; later for no more than that bound, so that one long fault does not hide the next. Counts
 * are halved at {@value Tuning#RUN_MEMORY} records.
 */
public final class Standstill implements Evidence {

    /** Longest run that is counted. */
    private static final int MOST = 1_000_000;

    private final int last;
    private final int run;
    private final int longest;
    private final int repeats;
    private final int changes;

    public Standstill(Layout layout) {
        last = layout.doubles(1);
        run = layout.ints(1);
        longest = layout.ints(1);
        repeats = layout.ints(1);
        changes = layout.ints(1);
    }

    @Override
    public String name() {
        return "standstill";
    }

    @Override
    public double read(Moment moment) {
        Block block = moment.block;
        int at = moment.at;
        int now = repeats(moment) ? block.intAt(at + run) + 1 : 0;
        if (block.intAt(at + changes) < Tuning.SETTLING_CHANGES || now <= bound(block, at)) {
            return 0;
        }
        double again = block.intAt(at + repeats) + 1.0;
        double share = again / (again + block.intAt(at + changes) + 1.0);
        return Math.min(-now * Math.log10(share), Tuning.MOST_STILL);
    }

    private boolean repeats(Moment moment) {
        return moment.count > 0 && moment.x == moment.block.doubleAt(moment.at + last);
    }

    private int bound(Block block, int at) {
        return Tuning.SHORTEST_RUN + Tuning.RUN_GROWTH * block.intAt(at + longest);
    }

    @Override
    public void learn(Moment moment) {
        Block block = moment.block;
        int at = moment.at;
        if (repeats(moment)) {
            block.putInt(at + run, Math.min(block.intAt(at + run) + 1, MOST));
            return;
        }
        if (moment.count > 0) {
            end(block, at);
        }
        block.putDouble(at + last, moment.x);
    }

    private void end(Block block, int at) {
        boolean young = block.intAt(at + changes) < Tuning.SETTLING_CHANGES;
        int ended = block.intAt(at + run);
        int counted = young ? ended : Math.min(ended, bound(block, at));
        int most = Math.max(block.intAt(at + longest), counted);
        int again = block.intAt(at + repeats) + counted;
        int other = block.intAt(at + changes) + 1;
        int halving = again + other > Tuning.RUN_MEMORY ? 2 : 1;
        block.putInt(at + longest, most / halving);
        block.putInt(at + repeats, again / halving);
        block.putInt(at + changes, other / halving);
        block.putInt(at + run, 0);
    }
}
