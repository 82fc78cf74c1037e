package io.lookback.detect;

import io.lookback.event.Tails;
import org.jspecify.annotations.Nullable;

/**
 * How abnormal one feature's value is, on the scales that the detector adds up.
 *
 * @param novelty E: mean over the novelty memories of distance level and half the calibrated surprise, 0..11
 * @param rarity nu: calibrated surprise at value and residual, 0..6
 * @param slowZ signed standard deviations from the long-term mean
 * @param slow level of {@code slowZ}, 0..22
 * @param sudden the lower one of the levels of the slow and the fast z, 0..22
 * @param dayZ standard deviations from the mean of the last day, 0..20
 * @param surprise -log10 of the probability that the cells are that wrong, 0..8
 * @param stuck -log10 of the probability that the value stands still for so long, 0..8
 * @param quiet -log10 of the probability that the series moves as little as lately, 0..8
 * @param restless likewise, as much
 * @param tails the probabilities of all channels; null if nobody asked
 */
record FeatureLevels(
        double novelty,
        double rarity,
        double slowZ,
        double slow,
        double sudden,
        double dayZ,
        double surprise,
        double stuck,
        double quiet,
        double restless,
        @Nullable Tails tails) {

    private static final double Z_UNIT = 4.6;
    /** What one stretch in a hundred reaches. */
    private static final double USUAL_UNREST = 2;

    /** What tells features apart: how much of the record's abnormality this one carries, zero or more. */
    double weight() {
        return gate() + dayZ * dayZ / Z_UNIT + stuck + Math.max(0, unrest() - USUAL_UNREST);
    }

    double gate() {
        return sudden + 4 * rarity;
    }

    double badness() {
        return 0.5 * slow + ofZ(dayZ) + 4 * rarity + stuck + unrest();
    }

    /** -log10 of the probability of moving that much less, or more, than usual. */
    private double unrest() {
        return Math.max(quiet, restless);
    }

    /** psi(z): rises like the Gaussian's -log10 p, saturates for the absurd. */
    static double ofZ(double z) {
        double square = Math.min(z * z, 1e12);
        return square / Z_UNIT / (1 + square / 100);
    }

    static double ofDayZ(double mean) {
        return Math.log10(0.1 + mean * mean / Z_UNIT);
    }
}
