package io.lookback.wire;

import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.schema.Schemas;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores keyed by their series, at the observation's event time, their id in a header. A smaller form has no attention,
 * then half as many features, and half of these, down to the one that contributed most.
 */
public final class ScoresToKafka extends ToKafka<Score> {

    private static final long serialVersionUID = 1;

    public ScoresToKafka(String topic, TopicLimits limits, OutputFormat format) {
        super(topic, limits, format.scores(topic), Schemas.score());
    }

    @Override
    String key(Score score) {
        return score.observation().series();
    }

    @Override
    String id(Score score) {
        return score.id();
    }

    @Override
    long time(Score score) {
        return score.observation().time();
    }

    @Override
    Optional<Score> smaller(Score score) {
        if (!score.attention().isEmpty()) {
            return Optional.of(with(score, score.features().size()));
        }
        int features = score.features().size();
        return features == 1 ? Optional.empty() : Optional.of(with(score, features / 2));
    }

    @Override
    Score smallest(Score score) {
        return score.attention().isEmpty() && score.features().size() == 1 ? score : with(score, 1);
    }

    @Override
    String lacks(Score score, Score smaller) {
        int lost = score.features().size() - smaller.features().size();
        String features = lost == 0
                ? ""
                : String.format(
                        Locale.ROOT, "%d of %d features", lost, score.features().size());
        String attention = score.attention().isEmpty() ? "" : "attention";
        return attention.isEmpty() || features.isEmpty() ? attention + features : attention + ", " + features;
    }

    @Override
    long chars(Score smallest) {
        return 2L * smallest.id().length()
                + 2L * smallest.observation().series().length()
                + smallest.model().length()
                + smallest.observation().features().names().get(0).length();
    }

    @Override
    Rejection rejection(Score score, String message) {
        Observation observation = score.observation();
        return new Rejection(
                observation.origin(), observation.payload(), Rejection.Reason.TOO_LARGE, "Score " + message);
    }

    /** Without attention, and with these many features: those that contributed most, in their order. */
    private static Score with(Score score, int features) {
        Observation observation = score.observation();
        List<Integer> kept = IntStream.range(0, score.features().size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer feature) -> -score.features().get(feature).contribution()))
                .limit(features)
                .sorted()
                .toList();
        List<String> names =
                kept.stream().map(observation.features().names()::get).toList();
        double[] values = kept.stream().mapToDouble(observation.values()::at).toArray();
        List<FeatureScore> scores = kept.stream().map(score.features()::get).toList();
        return new Score(
                new Observation(
                        observation.series(),
                        observation.time(),
                        new Features(names),
                        Values.of(values),
                        observation.origin(),
                        observation.payload()),
                score.score(),
                score.severity(),
                score.anomaly(),
                score.status(),
                score.confidence(),
                scores,
                score.flags(),
                score.model(),
                List.of());
    }
}
