package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.stats.Gaps;
import io.lookback.detection.stats.Grid;
import io.lookback.detection.stats.Spread;
import io.lookback.detection.tuning.Tuning;

/**
 * A random sample of a feature's life: {@value Tuning#SLOTS} patches with the value that followed each. Attention over it
 * is the heart of the detector (a cache of the past as in Vinyals et al., Matching networks, NeurIPS 2016, with the
 * nearest {@value Tuning#NEAREST} in place of a softmax): how far the nearest lie says how new the present is, what
 * followed them says how it goes on.
 *
 * <p>A patch enters one record late, with the value that followed it: always while there is room, then with probability
 * {@code max(slots/n, slots/20000)} in a random slot (reservoir sampling: Vitter, ACM TOMS 11(1), 1985; with forgetting).
 * So the sample holds what the series did as often as it did it; a greedy cover that never forgets scored .39 in place of
 * .62. Draws are a hash of the record's number: the same records give the same sample, whatever the batch or restart.
 */
public final class Sample {

    /** Bytes of a patch, whose coordinates lie side by side: a scan reads on, and a patch that is near is there. */
    static final int PATCH = Short.BYTES * Tuning.COORDINATES;

    private static final long SEED = 0x9E3779B97F4A7C15L;

    private final Spread spread;
    private final Grid grid;
    private final Gaps gaps;
    private final Recent recent;
    private final int filled;
    private final int slots;
    private final int next;
    private final Nearest nearest;
    private final int later;

    public Sample(Layout layout, Spread spread, Grid grid, Gaps gaps, Recent recent) {
        this.spread = spread;
        this.grid = grid;
        this.gaps = gaps;
        this.recent = recent;
        filled = layout.shorts(1);
        slots = layout.shorts(Tuning.COORDINATES * Tuning.SLOTS);
        next = layout.shorts(Tuning.SLOTS);
        nearest = new Nearest(layout, slots);
        later = layout.bytes(Tuning.SLOTS / Byte.SIZE);
    }

    /** Puts the moment into the context of its past: what is known of it, its patch, and the nearest patches. */
    public void place(Moment moment) {
        Block block = moment.block;
        int at = moment.at;
        moment.count = spread.count(block, at);
        moment.first = spread.first(block, at);
        moment.y = spread.bounded(block, at, moment.x);
        moment.deviation = spread.deviation(block, at);
        moment.smallestMove = spread.smallestMove(block, at, moment.y);
        moment.constant = spread.constant(block, at);
        moment.newCounter = spread.newCounter(block, at, moment.x);
        moment.seen = spread.seen(block, at, moment.x);
        moment.unit = grid.unit(block, at);
        moment.afterGap = gaps.before(block, at, moment.time);
        recent.patch(moment);
        nearest.search(moment, block.shortAt(at + filled));
    }

    /** Where a patch begins. */
    private int patch(int at, int slot) {
        return at + slots + PATCH * slot;
    }

    /** By how many steps the series moved on from that patch. */
    float continuation(Moment moment, int slot) {
        Block block = moment.block;
        return block.shortAt(moment.at + next + Short.BYTES * slot) - block.shortAt(patch(moment.at, slot));
    }

    /** Takes the moment in, and with it the patch before. */
    public void learn(Moment moment) {
        Block block = moment.block;
        int at = moment.at;
        nearest.learn(moment);
        int halvings = grid.fit(block, at, moment.y);
        if (halvings > 0) {
            halve(block, at, halvings);
            recent.halve(block, at, halvings);
        }
        int slot = moment.count == 0 ? -1 : draw(block, at, moment.count);
        if (slot >= 0) {
            keep(moment, slot);
        }
        recent.learn(moment);
        gaps.learn(block, at, moment.time);
        spread.learn(block, at, moment.x, moment.y);
    }

    /** The slot for the patch before the value of that number; -1 if it is not kept. */
    private int draw(Block block, int at, int count) {
        int size = block.shortAt(at + filled);
        if (size < Tuning.SLOTS) {
            block.putShort(at + filled, size + 1);
            return size;
        }
        long random = mixed(count * SEED);
        double uniform = (random >>> 11) * 0x1.0p-53;
        double probability = Math.max((double) Tuning.SLOTS / count, Tuning.SLOTS / Tuning.FORGETTING);
        return uniform < probability ? (int) (mixed(random + SEED) >>> 1 & (Tuning.SLOTS - 1)) : -1;
    }

    /** SplitMix64 (Steele et al., OOPSLA 2014). */
    private static long mixed(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private void keep(Moment moment, int slot) {
        Block block = moment.block;
        float[] patch = new float[Tuning.COORDINATES];
        recent.patchBefore(moment, patch);
        int place = patch(moment.at, slot);
        for (int j = 0; j < Tuning.COORDINATES; j++) {
            block.putShort(place + Short.BYTES * j, Math.round(patch[j]));
        }
        block.putShort(moment.at + next + Short.BYTES * slot, grid.steps(block, moment.at, moment.y));
        mark(block, moment.at, slot, moment.alerting);
    }

    private void halve(Block block, int at, int times) {
        for (int i = 0; i < Tuning.COORDINATES * Tuning.SLOTS; i++) {
            int place = at + slots + 2 * i;
            block.putShort(place, Grid.halved(block.shortAt(place), times));
        }
        for (int slot = 0; slot < Tuning.SLOTS; slot++) {
            int place = at + next + 2 * slot;
            block.putShort(place, Grid.halved(block.shortAt(place), times));
        }
    }

    /** From now on the whole sample counts as the past before an alert. */
    public void forgetMarks(Block block, int at) {
        block.clear(at + later, Tuning.SLOTS / Byte.SIZE);
    }

    private void mark(Block block, int at, int slot, boolean duringAlert) {
        int place = at + later + slot / Byte.SIZE;
        int bit = 1 << (slot % Byte.SIZE);
        block.putByte(place, duringAlert ? block.byteAt(place) | bit : block.byteAt(place) & ~bit);
    }

    /**
     * Whether the last four values are as near to what the series did before its alert as
     * {@value Tuning#RECOVERED_QUANTILE} of that past is to the rest of it: a conformal test (Vovk et al., Algorithmic
     * learning in a random world, 2005). Of a past that the sample has forgotten nothing can be said: then it is.
     */
    public boolean recovered(Moment moment) {
        Block block = moment.block;
        int at = moment.at;
        int size = block.shortAt(at + filled);
        int stride = Math.max(1, size / Tuning.RECOVERY_PROBES);
        int probes = probes(block, at, size, stride);
        if (probes < Tuning.RECOVERY_PROBES / 4) {
            return true;
        }
        double most = Math.floor(Tuning.RECOVERED_QUANTILE * (probes + 1));
        float present = nearestHead(block, at, size, moment.patch);
        float[] probe = new float[Tuning.RECENT_COORDINATES];
        int nearer = 0;
        for (int slot = 0; slot < size && nearer <= most && nearer + probes > most; slot += stride) {
            if (before(block, at, slot)) {
                for (int j = 0; j < probe.length; j++) {
                    probe[j] = block.shortAt(patch(at, slot) + Short.BYTES * j);
                }
                probes--;
                nearer += hasNearer(block, at, size, probe, slot, present) ? 1 : 0;
            }
        }
        return nearer <= most;
    }

    /** How many of the patches that are probed were taken before the alert. */
    private int probes(Block block, int at, int size, int stride) {
        int probes = 0;
        for (int slot = 0; slot < size; slot += stride) {
            probes += before(block, at, slot) ? 1 : 0;
        }
        return probes;
    }

    private float nearestHead(Block block, int at, int size, float[] q) {
        float least = Float.MAX_VALUE;
        for (int slot = 0; slot < size; slot++) {
            float square = headSquare(block, at, q, slot);
            if (square < least && before(block, at, slot)) {
                least = square;
            }
        }
        return least;
    }

    /** Whether a patch from before the alert, but for one, lies within that squared distance. */
    private boolean hasNearer(Block block, int at, int size, float[] q, int except, float within) {
        for (int slot = 0; slot < size; slot++) {
            if (headSquare(block, at, q, slot) < within && slot != except && before(block, at, slot)) {
                return true;
            }
        }
        return false;
    }

    private float headSquare(Block block, int at, float[] q, int slot) {
        int place = patch(at, slot);
        float e0 = q[0] - block.shortAt(place);
        float e1 = q[1] - block.shortAt(place + Short.BYTES);
        float e2 = q[2] - block.shortAt(place + 2 * Short.BYTES);
        return e0 * e0 + e1 * e1 + e2 * e2;
    }

    private boolean before(Block block, int at, int slot) {
        return (block.byteAt(at + later + slot / Byte.SIZE) & (1 << (slot % Byte.SIZE))) == 0;
    }
}
