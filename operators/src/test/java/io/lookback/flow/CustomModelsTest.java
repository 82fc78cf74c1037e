package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.custom.CustomSpec;
import io.lookback.custom.SmallGraph;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Flag;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** A table of four numbers: Gather fails for any other row. */
    private static byte[] lookup() {
        return new SmallGraph()
                .input("x", 1)
                .input("m", 1)
                .floats("table", 1, 2, 3, 4)
                .node("Cast", "to", 7, "row", "x")
                .node("Gather", "axis", 0, "y", "table", "row")
                .output("y", 1)
                .node("Identity", "m_next", "m")
                .output("m_next", 1)
                .bytes();
    }

    /** The root is not a number below zero. */
    private static byte[] root() {
        return new SmallGraph()
                .input("x", 1)
                .input("m", 1)
                .node("Sqrt", "y", "x")
                .output("y", 1)
                .node("Identity", "m_next", "m")
                .output("m_next", 1)
                .bytes();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordThatTheModelFailsForIsScoredWithoutItAndSaysSo(boolean throwing, @TempDir Path folder)
            throws Exception {
        Path file = Files.write(folder.resolve("mine.onnx"), throwing ? lookup() : root());
        Map<String, String> card =
                Map.of("name", "mine", "version", "1", "contract", "score/1", "input", "raw/1", "features", "level");

        Map<String, List<Score>> alone = levels(1, file, card);
        Map<String, List<Score>> together = levels(3, file, card);

        assertThat(together).isEqualTo(alone);
        for (Score score : together.values().stream().flatMap(List::stream).toList()) {
            boolean failed = value(score, "level") < 0;
            boolean first = score.observation().time() == 0;
            assertThat(Double.isNaN(value(score, "mine.score"))).isEqualTo(failed || first);
            assertThat(score.flags().contains(Flag.MEMORY_RESET)).isEqualTo(failed);
            assertThat(score.flags()).doesNotContain(Flag.MISSING);
        }
    }

    /** Three series whose level is -9 at times of their own, and 0 to 3 otherwise. */
    private static Map<String, List<Score>> levels(int wave, Path file, Map<String, String> card) throws Exception {
        FlowSpec spec = FlowSpec.builder()
                .wave(new WaveSpec(wave, Duration.ofMillis(5)))
                .cells(List.of())
                .models(List.of(new CustomSpec(file.toString(), card)))
                .build();
        List<Item<Observation>> items = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int s = 0; s < 3; s++) {
                double level = i % (5 + s) == 4 ? -9 : (i + s) % 4;
                items.add(Item.record(
                        new Observation(
                                "service-" + s,
                                MINUTE * i,
                                Features.of("level"),
                                Values.of(level),
                                new Origin("topic", 0, 3L * i + s),
                                Payload.NONE),
                        MINUTE * i));
            }
        }
        return Scripts.bySeries(Scripts.script(spec, items).replay(Backend.HEAP, CrashMode.never()));
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
