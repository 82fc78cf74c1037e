package io.lookback.detection.evidence;

import io.lookback.detection.tuning.Tuning;

/**
 * How far the recent past lies from anything that the series did before, in standard deviations of that past:
 *
 * <pre>
 * p = mean over the nearest {@value Tuning#NEAREST} of |q - m| / sqrt {@value Tuning#COORDINATES}, over the deviation
 * </pre>
 *
 * <p>A usual value has about .3; a counter that starts over is not news. It is not the rank of the distance: calibrated
 * tails of distances (extreme values) are slow and contaminated in series of a few hundred records, and scored .53 where
 * this scores .62.
 */
public final class Novelty implements Evidence {

    private static final double ROOT = Math.sqrt(Tuning.COORDINATES);

    @Override
    public String name() {
        return "novelty";
    }

    @Override
    public double read(Moment moment) {
        boolean firstMove = moment.constant && moment.count < Tuning.FIRST_MOVE;
        if (moment.count < Tuning.FIRST || firstMove || moment.newCounter) {
            return 0;
        }
        return Math.min(distance(moment) / moment.deviation, Tuning.MOST_NOVEL);
    }

    /** In the feature's unit. */
    private static double distance(Moment moment) {
        if (moment.unit == 0) {
            return Math.abs(moment.y) / ROOT; // all values were the same, so is all of the sample
        }
        double sum = 0;
        for (int i = 0; i < moment.neighbors; i++) {
            sum += Math.sqrt(moment.squares[i]);
        }
        return moment.neighbors == 0 ? 0 : moment.unit * sum / moment.neighbors / ROOT;
    }

    @Override
    public void learn(Moment moment) {}
}
