package io.lookback.event;

import java.util.List;
import java.util.Set;

/**
 * The score of one record.
 *
 * @param score alert score, 0..1: how much this record deserves to wake someone; comparable between series
 * @param severity 0..1: how abnormal this record is; stays up while the trouble lasts
 * @param anomaly whether {@code score} reached the threshold of its series and the series is ready
 * @param confidence 0..1: progress of the warm-up, 1 once the series is ready
 * @param features one entry per feature of the observation, in its order
 * @param model names and versions of the models that made the forecast
 * @param attention where the attention cells looked, if the job asks for it
 */
public record Score(
        Observation observation,
        double score,
        double severity,
        boolean anomaly,
        Status status,
        double confidence,
        List<FeatureScore> features,
        Set<Flag> flags,
        String model,
        List<Attention> attention) {

    public Score {
        features = List.copyOf(features);
        flags = Set.copyOf(flags);
        attention = List.copyOf(attention);
    }

    /** The same for every processing of the same record. */
    public String id() {
        return observation.origin().id();
    }
}
