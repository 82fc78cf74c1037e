package io.lookback.benchmark.endtoend;

import io.lookback.event.FeatureScore;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Scores of the same shape and size as Lookback's, for contenders that know less. */
final class BaselineScore {

    private BaselineScore() {}

    /** The score grows with the distance from what was expected. */
    static Score of(Observation observation, double[] expected, String model) {
        double distance = 0;
        for (int feature = 0; feature < expected.length; feature++) {
            distance = Math.max(distance, Math.abs(observation.values().at(feature) - expected[feature]));
        }
        return of(observation, expected, distance / (1 + distance), model);
    }

    static Score of(Observation observation, double[] expected, double score, String model) {
        List<FeatureScore> features = new ArrayList<>(expected.length);
        for (double value : expected) {
            features.add(new FeatureScore(value, value - 1, value + 1, 1.0 / expected.length));
        }
        return new Score(observation, score, score, false, Status.READY, 1, features, Set.of(), model, List.of());
    }
}
