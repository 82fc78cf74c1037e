package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.custom.CustomSpec;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.memory.HistoryBound;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import io.lookback.testkit.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as people bring them, exported from PyTorch, run by the scoring operator. */
class CustomModelsTest {

    private static final Features THREE = Features.of("latency", "cpu", "memory");
    private static final long MINUTE = 60_000;

    /** From here on memory no longer follows the load. */
    private static final int APART = 250;

    private static final List<String> ALL = List.of("autoencoder.error", "forecaster.error", "classifier.score");

    @ParameterizedTest
    @ValueSource(strings = {"autoencoder.error", "forecaster.error", "classifier.score"})
    void eachModelMakesAFeatureThatRisesWhenTheMetricsComeApart(String feature) throws Exception {
        List<Score> scores = replay(4, CrashMode.never(), 1, 280).main();

        double before = scores.subList(160, APART).stream()
                .mapToDouble(score -> value(score, feature))
                .average()
                .orElseThrow();
        double after = scores.subList(APART + 1, APART + 9).stream()
                .mapToDouble(score -> value(score, feature))
                .average()
                .orElseThrow();
        assertThat(after).isGreaterThan(3 * before);
    }

    @Test
    void theFeatureIsForecastAndItsSurpriseCounts() throws Exception {
        List<Score> scores = replay(4, CrashMode.never(), 1, 280).main();

        Score apart = scores.get(APART);
        List<String> names = apart.observation().features().names();
        FeatureScore error = apart.features().get(names.indexOf("forecaster.error"));
        double byModels = ALL.stream()
                .mapToDouble(
                        feature -> apart.features().get(names.indexOf(feature)).contribution())
                .sum();
        assertThat(error.expected()).isBetween(0.0, 0.1);
        assertThat(error.upper()).isLessThan(value(apart, "forecaster.error"));
        assertThat(apart.score()).isGreaterThan(0.5);
        assertThat(byModels).as("share of the score").isGreaterThan(0.9);
    }

    @Test
    void aWindowSaysNothingBeforeItIsFull() throws Exception {
        List<Score> scores = replay(4, CrashMode.never(), 1, 280).main();

        // The first record tells each feature's unit and is not shown, eight more fill the window.
        assertThat(scores.get(7).observation().features().names())
                .contains("forecaster.error")
                .doesNotContain("autoencoder.error", "classifier.score");
        assertThat(scores.get(8).observation().features().names()).containsAll(ALL);
    }

    @Test
    void aRecordThatLacksAFeatureIsNotShown() throws Exception {
        List<Score> scores = replay(4, CrashMode.never(), 1, 280).main();

        Score lacking = scores.get(150);
        assertThat(value(lacking, "cpu")).isNaN();
        assertThat(ALL)
                .allSatisfy(feature -> assertThat(value(lacking, feature)).isNaN());
        assertThat(ALL)
                .allSatisfy(
                        feature -> assertThat(value(scores.get(151), feature)).isNotNaN());
    }

    @Test
    void emitsTheSameWhereverItCrashesAndWhateverTheWaveSize() throws Exception {
        Map<String, List<Score>> alone = Scripts.bySeries(replay(1, CrashMode.never(), 3, 30));

        assertThat(Scripts.bySeries(replay(7, CrashMode.never(), 3, 30))).isEqualTo(alone);
        assertThat(Scripts.bySeries(replay(7, CrashMode.afterEachItem(), 3, 30)))
                .isEqualTo(alone);
        assertThat(Scripts.bySeries(replay(33, CrashMode.atRandom(3), 3, 30))).isEqualTo(alone);
    }

    private static Outcome<Score> replay(int wave, CrashMode mode, int series, int records) throws Exception {
        return Scripts.script(spec(wave), items(series, records)).replay(Backend.HEAP, mode);
    }

    private static FlowSpec spec(int wave) {
        return FlowSpec.builder()
                .wave(new WaveSpec(wave, Duration.ofMillis(5)))
                .cells(List.of(CellSpec.shipped("lstm")))
                .history(new HistorySpec(HistoryBound.sliding(96), 4 << 20, 0))
                .models(List.of(
                        model("autoencoder", "reconstruction/1", "normalized/1"),
                        model("forecaster", "forecast/1", "raw/1"),
                        model("classifier", "score/1", "normalized/1")))
                .build();
    }

    private static CustomSpec model(String name, String contract, String input) {
        return new CustomSpec(
                Path.of("src/test/resources/custom", name + ".onnx").toString(),
                Map.of(
                        "name",
                        name,
                        "version",
                        "1",
                        "contract",
                        contract,
                        "input",
                        input,
                        "features",
                        "cpu, memory, latency"));
    }

    private static List<Item<Observation>> items(int series, int records) {
        List<Item<Observation>> items = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < records; i++) {
            for (int s = 0; s < series; s++) {
                double load = Math.sin(2 * Math.PI * i / 24.0 + s) + 0.3 * Math.sin(2 * Math.PI * i / 7.0);
                double memory = 4 + (i < APART ? load : -load - 1) + 0.005 * random.nextGaussian();
                double cpu = i == 150 ? Double.NaN : 50 + 20 * load + 0.05 * random.nextGaussian();
                double latency = 100 + 40 * load + 0.05 * random.nextGaussian();
                long time = MINUTE * i;
                items.add(Item.record(
                        new Observation(
                                "service-" + s,
                                time,
                                THREE,
                                Values.of(latency, cpu, memory),
                                new Origin("topic", 0, (long) i * series + s),
                                Payload.NONE),
                        time));
            }
        }
        return items;
    }

    private static double value(Score score, String feature) {
        int place = score.observation().features().names().indexOf(feature);
        return place < 0 ? Double.NaN : score.observation().values().at(place);
    }
}
