package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.custom.CustomSpec;
import io.lookback.custom.SmallGraph;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.normalize.Normalizer;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are told which values of a record are missing, against the same in plain Java. */
class MissingValuesTest {

    private static final Features THREE = Features.of("a", "b", "c");
    private static final int WINDOW = 4;
    private static final long MINUTE = 60_000;

    @TempDir
    private Path folder;

    @Test
    void aStepIsJudgedByTheValuesThatAreThere() throws IOException {
        FlowSpec spec = spec(1, lastKnown());
        List<Observation> records = records("s", 300, 1);

        List<Score> scores = live(spec, records);

        List<Normalizer> units = units();
        float[] known = new float[3];
        boolean begun = false;
        for (int i = 0; i < records.size(); i++) {
            List<Integer> there = there(records.get(i), units);
            double sum = 0;
            for (int f : there) {
                double miss = units.get(f).normalize((float) at(records.get(i), f))
                        - units.get(f).normalize(known[f]);
                sum += miss * miss;
            }
            double expected = there.isEmpty() || !begun ? Double.NaN : Math.sqrt(sum / there.size());
            assertSaid(expected, value(scores.get(i), "last-known.error"), 1e-6, i);
            begun |= !there.isEmpty();
            for (int f : there) {
                known[f] = (float) at(records.get(i), f);
            }
            observe(records.get(i), units);
        }
    }

    @Test
    void aWindowHoldsWhatIsMissing() throws IOException {
        FlowSpec spec = spec(1, windowMean());
        List<Observation> records = records("s", 300, 2);

        List<Score> scores = live(spec, records);

        List<Normalizer> units = units();
        Deque<List<Double>> window = new ArrayDeque<>();
        for (int i = 0; i < records.size(); i++) {
            Observation record = records.get(i);
            List<Integer> there = there(record, units);
            double expected = Double.NaN;
            if (!there.isEmpty()) {
                window.add(there.stream().map(f -> at(record, f)).toList());
                if (window.size() > WINDOW) {
                    window.remove();
                }
                expected = window.size() < WINDOW ? Double.NaN : mean(window);
            }
            assertSaid(expected, value(scores.get(i), "mean.score"), 1e-3, i);
            observe(record, units);
        }
    }

    @Test
    void aSeriesThatNeverHasAFeatureIsShown() throws IOException {
        List<Observation> records = IntStream.range(0, 10)
                .mapToObj(i -> new Observation(
                        "s", i * MINUTE, Features.of("b"), Values.of(i % 3), new Origin("topic", 0, i), Payload.NONE))
                .toList();

        List<Score> scores = live(spec(1, lastKnown(), windowMean()), records);

        assertThat(value(scores.get(9), "last-known.error")).isPositive();
        assertThat(value(scores.get(9), "mean.score")).isEqualTo(0.75, within(1e-6));
    }

    @Test
    void emitsTheSameWhateverTheWaveSizeAndWhereverItCrashes() throws Exception {
        List<Item<Observation>> items = Scripts.inTurn(
                IntStream.range(0, 12).mapToObj(s -> records("s" + s, 40, s)).toList());

        Scripts.assertSameScoresInAnyWaves(items, wave -> spec(wave, lastKnown(), windowMean()));
    }

    private static void assertSaid(double expected, double found, double tolerance, int record) {
        assertThat(Double.isNaN(found)).as("record %d", record).isEqualTo(Double.isNaN(expected));
        if (!Double.isNaN(expected)) {
            assertThat(found).as("record %d", record).isEqualTo(expected, within(tolerance));
        }
    }

    private CustomSpec lastKnown() throws IOException {
        return model("last-known", "forecast/1", SmallGraph.lastKnown(3));
    }

    private CustomSpec windowMean() throws IOException {
        return model("mean", "score/1", SmallGraph.windowMean(WINDOW, 3));
    }

    private CustomSpec model(String name, String contract, byte[] graph) throws IOException {
        Path file = Files.write(folder.resolve(name + ".onnx"), graph);
        return new CustomSpec(
                file.toString(),
                Map.of("name", name, "version", "1", "contract", contract, "input", "raw/1", "features", "a, b, c"));
    }

    private static FlowSpec spec(int wave, CustomSpec... models) {
        return Scripts.spec(OrderSpec.DEFAULT, wave).toBuilder()
                .models(List.of(models))
                .build();
    }

    /** Each value is missing in one record of three, and all of them at times. */
    private static List<Observation> records(String series, int count, int seed) {
        Random random = new Random(seed);
        List<Observation> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] values = new double[3];
            for (int f = 0; f < values.length; f++) {
                values[f] = random.nextInt(3) == 0 ? Double.NaN : 10 * f + random.nextGaussian();
            }
            records.add(new Observation(
                    series, i * MINUTE, THREE, Values.of(values), new Origin("topic", 0, i), Payload.NONE));
        }
        return records;
    }

    private static List<Score> live(FlowSpec spec, List<Observation> records) {
        List<Score> scores = new ArrayList<>();
        try (Living series = new Living(spec)) {
            records.forEach(record -> scores.add(series.live(record)));
        }
        return scores;
    }

    private static List<Normalizer> units() {
        return List.of(new Normalizer(), new Normalizer(), new Normalizer());
    }

    /** Features whose value is there and not the first of its feature. */
    private static List<Integer> there(Observation record, List<Normalizer> units) {
        return IntStream.range(0, 3)
                .filter(f -> !Double.isNaN(at(record, f)) && units.get(f).count() > 0)
                .boxed()
                .toList();
    }

    private static void observe(Observation record, List<Normalizer> units) {
        for (int f = 0; f < 3; f++) {
            if (!Double.isNaN(at(record, f))) {
                units.get(f).observe(at(record, f));
            }
        }
    }

    private static double at(Observation record, int feature) {
        return record.values().at(feature);
    }

    private static double mean(Deque<List<Double>> window) {
        return window.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private static double value(Score score, String feature) {
        int place = score.observation().features().names().indexOf(feature);
        return place < 0 ? Double.NaN : score.observation().values().at(place);
    }
}
