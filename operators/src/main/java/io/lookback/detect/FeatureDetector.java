package io.lookback.detect;

import io.lookback.calibrate.BlockTail;
import io.lookback.calibrate.ExtremeValueTail;
import io.lookback.event.Tails;
import io.lookback.event.Versions;
import io.lookback.score.Flatline;
import io.lookback.score.Motion;
import io.lookback.score.Novelty;
import io.lookback.score.RunningZ;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the detector remembers of one feature: running z-scores over the whole past, a thousand records and a day; the
 * novelty memories with a calibrated tail each; the tail of the cells' surprise; how long values stand still; how much
 * the series moves, with a tail for too little and one for too much.
 */
final class FeatureDetector {

    private static final int VERSION = 3;
    private static final double SLOW = 1.0 / 20_000;
    private static final double FAST = 1.0 / 1_000;
    private static final long DAY_SETTLING = 10;
    private static final double DAY_LIMIT = 20;
    private static final double RARITY_LIMIT = 6;
    private static final double SURPRISE_LIMIT = 8;
    private static final double RESOLUTION = 1e-6;
    private static final int MOTION_TAIL = 64;

    private final RunningZ slow;
    private final RunningZ fast;
    private final RunningZ day;
    private final Novelty novelty;
    private final ExtremeValueTail[] rarity = new ExtremeValueTail[Novelty.MEMORIES];
    private final ExtremeValueTail surprise;
    private final Flatline flatline;
    private final Motion motion;
    private final BlockTail quiet;
    private final BlockTail restless;
    /** How much each novelty memory counts. */
    private final double[] shares;

    private final double tails;
    private final double stuck;
    private final double moved;
    /** Whether tail probabilities are asked for. */
    private final boolean named;

    FeatureDetector(DetectionSpec spec, int prototypes, int tail) {
        shares = shares(spec);
        tails = spec.has(Part.TAIL) ? 1 : 0;
        stuck = spec.has(Part.STANDSTILL) ? 1 : 0;
        moved = spec.has(Part.MOTION) ? 1 : 0;
        named = spec.tails();
        slow = RunningZ.winsorised();
        fast = RunningZ.plain();
        day = RunningZ.damped();
        novelty = new Novelty(prototypes);
        for (int memory = 0; memory < Novelty.MEMORIES; memory++) {
            rarity[memory] = new ExtremeValueTail(tail);
        }
        surprise = new ExtremeValueTail(tail);
        flatline = new Flatline();
        motion = new Motion();
        quiet = new BlockTail(Motion.LATELY, Math.min(tail, MOTION_TAIL));
        restless = new BlockTail(Motion.LATELY, Math.min(tail, MOTION_TAIL));
    }

    private FeatureDetector(FeatureDetector other) {
        shares = other.shares;
        tails = other.tails;
        stuck = other.stuck;
        moved = other.moved;
        named = other.named;
        slow = other.slow.copy();
        fast = other.fast.copy();
        day = other.day.copy();
        novelty = other.novelty.copy();
        Arrays.setAll(rarity, memory -> other.rarity[memory].copy());
        surprise = other.surprise.copy();
        flatline = other.flatline.copy();
        motion = other.motion.copy();
        quiet = other.quiet.copy();
        restless = other.restless.copy();
    }

    private static double[] shares(DetectionSpec spec) {
        double[] shares = new double[Novelty.MEMORIES];
        shares[Novelty.WEEK] = spec.has(Part.WEEK) ? 1 : 0;
        shares[Novelty.FORECAST] = spec.has(Part.FORECAST) ? 1 : 0;
        shares[Novelty.RESIDUAL] = spec.has(Part.RESIDUAL) ? 1 : 0;
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    /**
     * Judges a value against the past, then takes it in.
     *
     * @param u x less the usual value of the hour of the week, 0 while nothing is known to be usual; raw units
     * @param r x less the forecast, raw units
     * @param wrongness how many scales the cells were off
     * @param epoch records
     */
    FeatureLevels judge(double x, double u, double r, double wrongness, double rowsPerDay, double epoch) {
        double floor = slow.count() == 0 ? 0 : 0.01 * novelty.deviation() + RESOLUTION * novelty.range();
        double slowZ = slow.z(x, floor);
        double fastZ = fast.z(x, floor);
        double dayZ = day.count() < DAY_SETTLING ? 0 : Math.min(Math.abs(day.z(x, floor)), DAY_LIMIT);
        double bounded = novelty.bounded(x);
        slow.observe(x, SLOW, floor);
        fast.observe(bounded, FAST, floor);
        day.observe(bounded, 1 / rowsPerDay, floor);
        double unrest = motion.judge(x, RESOLUTION * novelty.range());
        novelty.judge(x, u, r);
        novelty.forget(epoch);
        double week = rare(Novelty.WEEK);
        double forecast = rare(Novelty.FORECAST);
        double residual = rare(Novelty.RESIDUAL);
        double slowLevel = FeatureLevels.ofZ(slowZ);
        double surprising = calibrated(surprise, wrongness, SURPRISE_LIMIT);
        double still = stuck * Math.min(flatline.judge(x), SURPRISE_LIMIT);
        double tooQuiet = moved * calibrated(quiet, -unrest);
        double tooRestless = moved * calibrated(restless, unrest);
        return new FeatureLevels(
                level(Novelty.WEEK, week) + level(Novelty.FORECAST, forecast) + level(Novelty.RESIDUAL, residual),
                0.5 * forecast + 0.5 * residual,
                slowZ,
                slowLevel,
                Math.min(slowLevel, FeatureLevels.ofZ(fastZ)),
                dayZ,
                surprising,
                still,
                tooQuiet,
                tooRestless,
                named
                        ? new Tails(
                                probability(week),
                                probability(forecast),
                                probability(residual),
                                probability(surprising),
                                probability(still),
                                probability(tooQuiet),
                                probability(tooRestless))
                        : null);
    }

    /** -log10 of the probability of a distance to a memory's prototypes, which is then taken in. */
    private double rare(int memory) {
        return tails * calibrated(rarity[memory], novelty.distance(memory), RARITY_LIMIT);
    }

    /** A memory's part in E. */
    private double level(int memory, double rare) {
        return shares[memory] * (novelty.level(memory) + 0.5 * rare);
    }

    private static double probability(double surprise) {
        return Math.pow(10, -surprise);
    }

    private static double calibrated(ExtremeValueTail tail, double score, double limit) {
        double rare = Math.min(tail.surprise(score), limit);
        tail.observe(score);
        return rare;
    }

    private static double calibrated(BlockTail tail, double score) {
        double rare = Math.min(tail.surprise(score), SURPRISE_LIMIT);
        tail.observe(score);
        return rare;
    }

    /** The same once more, sharing nothing that changes. */
    FeatureDetector copy() {
        return new FeatureDetector(this);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        slow.write(out);
        fast.write(out);
        day.write(out);
        novelty.write(out);
        for (ExtremeValueTail tail : rarity) {
            tail.write(out);
        }
        surprise.write(out);
        flatline.write(out);
        motion.write(out);
        quiet.write(out);
        restless.write(out);
    }

    FeatureDetector readInto(DataInput in) throws IOException {
        Versions.require("feature detector", in.readByte(), VERSION);
        slow.readInto(in);
        fast.readInto(in);
        day.readInto(in);
        novelty.readInto(in);
        for (ExtremeValueTail tail : rarity) {
            tail.readInto(in);
        }
        surprise.readInto(in);
        flatline.readInto(in);
        motion.readInto(in);
        quiet.readInto(in);
        restless.readInto(in);
        return this;
    }

    long bytes() {
        long tails = surprise.bytes();
        for (ExtremeValueTail tail : rarity) {
            tails += tail.bytes();
        }
        long running = slow.bytes() + fast.bytes() + day.bytes() + flatline.bytes() + motion.bytes();
        return 1 + running + novelty.bytes() + tails + quiet.bytes() + restless.bytes();
    }
}
