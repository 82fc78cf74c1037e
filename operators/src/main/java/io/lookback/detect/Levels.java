package io.lookback.detect;

import io.lookback.alert.Episodes;

/**
 * Adds up the levels of a record's features. Features without a value take no part.
 *
 * <pre>
 * gate_f = min(psi(z slow), psi(z fast)) + 4 nu,   L = log10(.1 + (mean_f z day)^2 / 4.6)
 * one feature    B = discounted(E) + .5 log10(.1 + gate + J) + .5 L
 * several        B = .5 mean of the 3 highest E_f + 2 log10(.1 + mean_f gate_f) + L
 * severity       Q = mean_f (.5 psi(z slow) + psi(z day) + 4 nu + F + max(quiet, restless)) + 3 J
 * </pre>
 *
 * <p>With one feature there is a second way to an alert: a value that is usual in itself, where the cells were sure of
 * another. With several, that way would multiply the false alarms. A third way are values that stand still too long, F,
 * in the mean over the features: a record of which nearly all features stand still is stuck, one of them often is. A
 * fourth way, in the mean likewise, is to move much less or much more than usual for a while.
 */
final class Levels {

    private static final double SURPRISING = 4;
    private static final double STUCK = 6;
    private static final double QUIET = 4;
    private static final double RESTLESS = 3.5;

    private final DetectionSpec spec;
    private final boolean single;

    private int count;
    private double gate;
    private double badness;
    private double dayZ;
    private double surprise;
    private double stuck;
    private double moved;
    private double first = Double.NEGATIVE_INFINITY;
    private double second = Double.NEGATIVE_INFINITY;
    private double third = Double.NEGATIVE_INFINITY;

    Levels(DetectionSpec spec, int features) {
        this.spec = spec;
        this.single = features == 1;
    }

    void add(FeatureLevels feature) {
        count++;
        gate += feature.gate();
        badness += feature.badness();
        dayZ += feature.dayZ();
        surprise = Math.max(surprise, feature.surprise());
        stuck += feature.stuck();
        moved += Math.max(feature.quiet() - QUIET, feature.restless() - RESTLESS);
        rank(feature.novelty());
    }

    private void rank(double novelty) {
        if (novelty > first) {
            third = second;
            second = first;
            first = novelty;
        } else if (novelty > second) {
            third = second;
            second = novelty;
        } else if (novelty > third) {
            third = novelty;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** B, the level of which alerts are made. */
    double alert(double joint, Episodes episodes) {
        double recent = spec.has(Part.DAY) ? FeatureLevels.ofDayZ(dayZ / count) : 0;
        if (single) {
            double rare = spec.has(Part.EPISODES) ? episodes.discount(first) : first;
            return rare + 0.5 * Math.log10(0.1 + gate + joint) + 0.5 * recent;
        }
        return 0.5 * highest() + 2 * Math.log10(0.1 + gate / count) + recent;
    }

    /** Q, the level of which the severity is made. */
    double severity(double joint) {
        return badness / count + 3 * joint;
    }

    /** The level of the ways to an alert that need no novelty. */
    double otherwise() {
        return Math.max(surprised(), Math.max(stuck(), moved()));
    }

    /**
     * The level of an alert that the cells' surprise alone is worth: as much as a half where one record in ten thousand
     * surprises that much.
     */
    private double surprised() {
        return single && spec.has(Part.SURPRISE) ? AlertScale.HALF + surprise - SURPRISING : Double.NEGATIVE_INFINITY;
    }

    /** The level of an alert that values are worth which stand still: a half where one run in a million is as long. */
    private double stuck() {
        return stuck == 0 ? Double.NEGATIVE_INFINITY : AlertScale.HALF + stuck / count - STUCK;
    }

    /**
     * The level of an alert that movements are worth which are much smaller or larger than usual: a half where one
     * stretch in ten thousand is as quiet, or one in three thousand as restless.
     */
    private double moved() {
        return spec.has(Part.MOTION) ? AlertScale.HALF + moved / count : Double.NEGATIVE_INFINITY;
    }

    private double highest() {
        return switch (count) {
            case 1 -> first;
            case 2 -> (first + second) / 2;
            default -> (first + second + third) / 3;
        };
    }
}
