package io.lookback.detection.fusion;

import io.lookback.detection.tuning.Tuning;

/**
 * One record's evidence, of one feature or many:
 *
 * <pre>
 * k_f      = sqrt(novelty * surprise)
 * alert    s = 2 ln(mean_f k_f + {@value Tuning#LEAST_EVIDENCE})
 * severity v = mean_f novelty + {@value Tuning#SURPRISE_WEIGHT} H,   H = max(mean_f min(recent surprise + standstill + absence, {@value Tuning#MOST_SURPRISING}), (1 - 2/R) H before)
 * </pre>
 *
 * <p>Novel and wrong: a value far from all that was, but as expected, is a trend; a value that was expected otherwise, but
 * lies amid what was, is noise. Features are averaged: novelty is open-ended, so one feature at a hundred deviations
 * outweighs thirty quiet ones, while top-k and root mean squares lose more to one noisy feature than to dilution (.592 and
 * .586 against .617).
 */
public final class Fusion {

    private static final int NOVELTY = 0;
    private static final int SURPRISE = 1;
    private static final int STANDSTILL = 2;
    private static final int ABSENCE = 3;

    private int features;
    private double evidence;
    private double unusual;
    private double wrong;
    private double still;
    private double absent;

    /**
     * Takes in a feature that has a value.
     *
     * @param found novelty, surprise, standstill, absence: the evidence in the order of the detector's parts
     * @param recent surprise in errors of the last records alone
     * @return the feature's weight among those of the record, zero or more
     */
    public double add(double[] found, double recent) {
        double novelty = found[NOVELTY];
        double surprise = found[SURPRISE];
        double both = Math.sqrt(novelty * surprise);
        features++;
        evidence += both;
        unusual += novelty;
        wrong += Math.min(recent + found[STANDSTILL] + found[ABSENCE], Tuning.MOST_SURPRISING);
        still += found[STANDSTILL];
        absent = Math.max(absent, found[ABSENCE]);
        return both * both + found[STANDSTILL] + found[ABSENCE];
    }

    public boolean isEmpty() {
        return features == 0;
    }

    /** s, the statistic of which alerts are made. */
    public double alert() {
        return 2 * Math.log(evidence / features + Tuning.LEAST_EVIDENCE);
    }

    /** Mean recent surprise of the features, one that stands still among them; 0 of none. */
    public double surprise() {
        return isEmpty() ? 0 : wrong / features;
    }

    /**
     * v, the level of which the severity is made.
     *
     * @param held surprise, of this record or still of one before
     */
    public double severity(double held) {
        double novelty = isEmpty() ? 0 : unusual / features;
        return novelty + Tuning.SURPRISE_WEIGHT * held;
    }

    /** Mean of -log10 of the probability that the features stand still for so long. */
    public double standstill() {
        return still / features;
    }

    /** -log10 of the probability that what is due stays away in any feature; 0 if none does. */
    public double absence() {
        return Math.max(0, absent - Math.log10(features));
    }
}
