package io.lookback.detect;

import io.lookback.alert.Finding;
import io.lookback.alert.Share;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Observation;
import io.lookback.event.Tails;
import io.lookback.forecast.Forecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was expected of each feature, what each contributed, and whether a deviation is one that the user cares for. */
final class Explanation {

    /** Share of the abnormality that features with a deviation that matters must carry together. */
    private static final double DECIDING = 0.5;

    /** Share of the abnormality from which a feature is named by its alert. */
    private static final double LEAST = 0.1;

    private static final int MOST = 5;

    private static final @Nullable Tails[] NONE = {};

    private final DetectionSpec spec;
    private final Observation observation;
    private final double[] weights;
    private final double[] expected;
    private final @Nullable Tails[] tails;
    private double total;

    Explanation(DetectionSpec spec, Observation observation) {
        this.spec = spec;
        this.observation = observation;
        this.weights = new double[observation.features().size()];
        this.expected = new double[weights.length];
        this.tails = spec.tails() ? new Tails[weights.length] : NONE;
    }

    /** @param forecast raw units, NaN while there is none */
    void add(int feature, double forecast, FeatureLevels levels) {
        expected[feature] = forecast;
        weights[feature] = levels.weight();
        total += weights[feature];
        if (tails.length > 0) {
            tails[feature] = levels.tails();
        }
    }

    List<FeatureScore> features(List<Forecast> forecasts) {
        List<FeatureScore> scores = new ArrayList<>(weights.length);
        for (int f = 0; f < weights.length; f++) {
            Forecast forecast = observation.values().missing(f) ? Forecast.NONE : forecasts.get(f);
            scores.add(new FeatureScore(
                    observation.values().missing(f) ? Double.NaN : expected[f],
                    forecast.lower(),
                    forecast.upper(),
                    share(f),
                    tails.length > 0 ? tails[f] : null));
        }
        return scores;
    }

    private double share(int feature) {
        return total > 0 ? weights[feature] / total : 1.0 / weights.length;
    }

    /** Whether the features that deviate as the user asked carry at least half of the abnormality. */
    boolean matters() {
        if (spec.side() == Side.BOTH && spec.minAbsolute() == 0 && spec.minRelative() == 0) {
            return true;
        }
        double carried = 0;
        for (int f = 0; f < weights.length; f++) {
            carried += matters(f) ? weights[f] : 0;
        }
        return carried > 0 && carried >= DECIDING * total;
    }

    private boolean matters(int feature) {
        double deviation = Math.abs(observation.values().at(feature) - expected[feature]);
        return deviation >= spec.minAbsolute()
                && deviation >= spec.minRelative() * Math.abs(expected[feature])
                && spec.side().includes(direction(feature));
    }

    Finding finding(long index, boolean anomaly, double score, double severity) {
        int top = top();
        return new Finding(
                index,
                observation.time(),
                anomaly,
                score,
                severity,
                top,
                direction(top),
                observation.values().at(top),
                expected[top],
                anomaly ? shares() : List.of());
    }

    /** Of the features that hold a tenth or more, at most {@value #MOST}, the largest first. */
    private List<Share> shares() {
        return IntStream.range(0, weights.length)
                .filter(f -> share(f) >= LEAST)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(f -> -weights[f]))
                .limit(MOST)
                .map(f -> new Share(f, (float) share(f)))
                .toList();
    }

    private int top() {
        int top = 0;
        for (int f = 1; f < weights.length; f++) {
            top = weights[f] > weights[top] ? f : top;
        }
        return top;
    }

    private Direction direction(int feature) {
        return observation.values().at(feature) < expected[feature] ? Direction.BELOW : Direction.ABOVE;
    }
}
