package io.lookback.event;

import java.util.List;

/**
 * What was expected of one feature of a record, in the feature's own unit, and how much it contributed to the score.
 *
 * @param expected the forecast, {@link Double#NaN} while there is none (first record, missing value)
 * @param lower lower end of the band in which 99 % of the values are expected
 * @param upper upper end of that band
 * @param contribution share of this feature in the record's score, 0..1; the shares of a record sum to 1
 * @param evidence how unusual each kind of evidence found the value; empty where nobody asked or the value is missing
 * @param weights of the forecasters in the expected value; empty where nobody asked or none forecast
 */
public record FeatureScore(
        double expected,
        double lower,
        double upper,
        double contribution,
        List<EvidenceScore> evidence,
        List<ForecasterWeight> weights) {

    public FeatureScore {
        evidence = List.copyOf(evidence);
        weights = List.copyOf(weights);
    }

    /** Without evidence and weights. */
    public FeatureScore(double expected, double lower, double upper, double contribution) {
        this(expected, lower, upper, contribution, List.of(), List.of());
    }

    /** The same with the weights of the forecasters. */
    public FeatureScore withWeights(List<ForecasterWeight> named) {
        return new FeatureScore(expected, lower, upper, contribution, evidence, named);
    }
}
