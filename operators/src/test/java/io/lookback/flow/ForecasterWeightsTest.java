package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.event.FeatureScore;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The weights of the forecasters, where a job asks scores to name them. */
class ForecasterWeightsTest {

    private static final long QUARTER = 900_000;
    private static final int DAY = 96;

    @Test
    void moveToTheProfileThatKnowsTheRhythm() {
        List<Score> scores = live(weighing(1), days(10));

        for (Score score : scores.subList(1, scores.size())) {
            assertThat(weights(score).stream()
                            .mapToDouble(ForecasterWeight::weight)
                            .sum())
                    .isCloseTo(1, within(1e-9));
        }
        assertThat(weights(scores.get(0))).isEmpty();
        assertThat(weight(scores.get(5), "last")).isGreaterThan(0.05);
        Score last = scores.get(scores.size() - 1);
        assertThat(weights(last))
                .extracting(ForecasterWeight::name)
                .containsExactly("last", "day", "week", "mean-8", "mean-64", "regression");
        assertThat(weight(last, "day")).isGreaterThan(0.8);
    }

    @Test
    void comeWithWhatEachForecasterExpects() {
        List<Score> scores = live(weighing(1), days(10));

        Score before = scores.get(scores.size() - 2);
        Score last = scores.get(scores.size() - 1);
        Map<String, Double> expected =
                weights(last).stream().collect(Collectors.toMap(ForecasterWeight::name, ForecasterWeight::expected));
        assertThat(expected.get("last")).isCloseTo(before.observation().values().at(0), within(0.1));
        assertThat(expected.get("day")).isCloseTo(last.observation().values().at(0), within(1.0));
        assertThat(last.features().get(0).expected()).isBetween(min(expected.values()), max(expected.values()));
    }

    @Test
    void nameTheCells() {
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 1, "lookback", "lstm").toBuilder()
                .weights(true)
                .build();

        List<Score> scores = live(spec, days(2));

        assertThat(weights(scores.get(scores.size() - 1)))
                .extracting(ForecasterWeight::name)
                .containsExactly("lookback-1", "lstm-1", "regression");
    }

    @Test
    void changeNothingElse() {
        List<Observation> records = days(3);

        List<Score> plain = live(Scripts.spec(OrderSpec.DEFAULT, 1), records);
        List<Score> named = live(weighing(1), records);

        assertThat(plain).allSatisfy(score -> assertThat(weights(score)).isEmpty());
        assertThat(named).extracting(ForecasterWeightsTest::without).isEqualTo(plain);
    }

    @Test
    void areTheSameWhateverTheWaveSizeAndWhereverTheJobCrashes() throws Exception {
        List<Item<Observation>> items = Scripts.items(5, 12, 400);
        var alone = Scripts.script(weighing(1), items).replay(Backend.HEAP, CrashMode.never());

        var together = Scripts.script(weighing(64), items).replay(Backend.HEAP, CrashMode.never());
        var crashed = Scripts.script(weighing(64), items).replay(Backend.HEAP, CrashMode.atRandom(3));

        assertThat(together.main()).containsExactlyInAnyOrderElementsOf(alone.main());
        assertThat(crashed.main()).containsExactlyInAnyOrderElementsOf(alone.main());
        assertThat(alone.main()).anySatisfy(score -> assertThat(weights(score)).isNotEmpty());
    }

    /** Without cells. */
    private static FlowSpec weighing(int waveSize) {
        return Scripts.spec(OrderSpec.DEFAULT, waveSize).toBuilder()
                .weights(true)
                .build();
    }

    /** A value for each quarter of an hour, the same each day but for a little noise. */
    private static List<Observation> days(int days) {
        Random random = new Random(3);
        double[] usual = random.doubles(DAY, 0, 100).toArray();
        return IntStream.range(0, days * DAY)
                .mapToObj(i -> Scripts.at("s", i * QUARTER, usual[i % DAY] + 0.1 * random.nextGaussian(), i))
                .toList();
    }

    private static List<Score> live(FlowSpec spec, List<Observation> records) {
        List<Score> scores = new ArrayList<>();
        try (Living series = new Living(spec)) {
            records.forEach(record -> scores.add(series.live(record)));
        }
        return scores;
    }

    private static List<ForecasterWeight> weights(Score score) {
        return score.features().get(0).weights();
    }

    private static double weight(Score score, String name) {
        return weights(score).stream()
                .filter(weight -> weight.name().equals(name))
                .mapToDouble(ForecasterWeight::weight)
                .sum();
    }

    private static Score without(Score score) {
        List<FeatureScore> features = score.features().stream()
                .map(feature -> feature.withWeights(List.of()))
                .toList();
        return new Score(
                score.observation(),
                score.score(),
                score.severity(),
                score.anomaly(),
                score.status(),
                score.confidence(),
                features,
                score.flags(),
                score.model(),
                score.attention());
    }

    private static double min(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    private static double max(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
