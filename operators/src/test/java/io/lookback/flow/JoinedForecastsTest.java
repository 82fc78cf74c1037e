package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import io.lookback.custom.CustomSpec;
import io.lookback.custom.SmallGraph;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.forecast.CrossFeatureCorrection.Corrected;
import io.lookback.forecast.Experts;
import io.lookback.forecast.Forecast;
import io.lookback.forecast.ForecastState;
import io.lookback.forecast.Forecasters;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import io.lookback.normalize.Units;
import io.lookback.order.OrderSpec;
import io.lookback.series.HorizonSpec;
import io.lookback.series.Series;
import io.lookback.testkit.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's forecaster of whole records that says how certain it is forecasts beside the cells. */
class JoinedForecastsTest {

    private static final Features TWO = Features.of("a", "b");
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final float SCALE = 0.05f;
    private static final long MINUTE = 60_000;

    @TempDir
    private Path folder;

    @Test
    void countsWhereItKnowsMoreThanTheOthers() throws IOException {
        List<Observation> records = records("s", 600, 1);

        List<Score> with = live(spec(1), records);
        List<Score> without = live(plain(), records);

        Score last = with.get(with.size() - 1);
        assertThat(weight(last, SECOND)).isGreaterThan(0.9);
        assertThat(error(with)).isLessThan(0.1 * error(without));
        assertThat(last.model()).isEqualTo("follower-1");
        FeatureScore made =
                last.features().get(last.observation().features().names().indexOf("follower.error"));
        assertThat(made.weights())
                .isNotEmpty()
                .extracting(ForecasterWeight::name)
                .doesNotContain("follower-1");
    }

    @Test
    void theForecastIsTheMixtureOfAllForecasters() throws IOException {
        List<Observation> records = records("s", 400, 2);
        Calendar calendar = new Calendar(ZoneOffset.UTC);
        List<Channel> channels = new ArrayList<>();
        Forecasters forecasters = Forecasters.fresh(0, 1);
        List<Prediction> said = List.of(Prediction.NONE, Prediction.NONE, Prediction.NONE);

        for (Score score : live(spec(1), records)) {
            Observation record = score.observation();
            while (channels.size() < record.values().size()) {
                channels.add(new Channel());
            }
            forecasters = forecasters.grow(channels.size(), 1);
            float[][] inputs = new float[channels.size()][CellInput.SIZE];
            List<Forecast> alone = new ArrayList<>();
            for (int f = 0; f < channels.size(); f++) {
                Channel channel = channels.get(f);
                boolean forecast = channel.started() && !record.values().missing(f);
                channel.writeInput(inputs[f], 0, record.time(), calendar);
                ForecastState state = forecasters.features().get(f);
                Units units = channel.normalizer().units();
                alone.add(
                        forecast ? state.forecast(List.of(said.get(f)), Experts.ALL, inputs[f], units) : Forecast.NONE);
            }
            Corrected corrected = forecasters.correction().correct(alone, inputs);
            for (int f = 0; f < channels.size(); f++) {
                Forecast forecast = corrected.forecasts().get(f);
                if (forecast.exists()) {
                    FeatureScore found = score.features().get(f);
                    assertThat(found.expected()).as("%s", record).isEqualTo(forecast.expected(), within(1e-9));
                    assertThat(found.lower()).as("%s", record).isEqualTo(forecast.lower(), within(1e-9));
                    assertThat(found.upper()).as("%s", record).isEqualTo(forecast.upper(), within(1e-9));
                    forecasters
                            .features()
                            .get(f)
                            .learn(forecast, record.values().at(f));
                }
            }
            forecasters.correction().learn(corrected, record.values()::at);
            if (channels.get(FIRST).started()) {
                double first = channels.get(FIRST)
                        .normalizer()
                        .normalize(record.values().at(FIRST));
                said = List.of(new Prediction(0, 1), new Prediction((float) first, SCALE), Prediction.NONE);
            }
            for (int f = 0; f < channels.size(); f++) {
                if (!record.values().missing(f)) {
                    channels.get(f).observe(record.values().at(f), record.time(), calendar);
                }
            }
        }
    }

    @Test
    void emitsTheSameWhateverTheWaveSizeAndWhereverItCrashes() throws Exception {
        List<Item<Observation>> items = Scripts.inTurn(
                IntStream.range(0, 12).mapToObj(s -> records("s" + s, 40, s)).toList());

        Scripts.assertSameScoresInAnyWaves(items, this::spec);
    }

    @Test
    void joinsAndLeavesASeriesThatIsOlder() throws IOException {
        List<Observation> records = records("s", 300, 3);
        Series series;
        try (Living before = new Living(plain())) {
            records.subList(0, 100).forEach(before::live);
            series = before.series();
        }

        Score last;
        try (Living joined = new Living(spec(1))) {
            joined.become(series);
            assertThat(weight(joined.live(records.get(100)), SECOND)).isZero();
            assertThat(weight(joined.live(records.get(101)), SECOND)).isPositive();
            records.subList(102, 200).forEach(joined::live);
            last = joined.live(records.get(200));
            series = joined.series();
        }
        assertThat(weight(last, SECOND)).isGreaterThan(0.9);

        try (Living after = new Living(plain())) {
            after.become(series);
            Score alone = after.live(records.get(201));
            assertThat(alone.model()).isEqualTo("none");
            assertThat(sum(alone)).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void aForecastOfSeveralStepsBeginsWithIt() throws IOException {
        List<Observation> records = records("s", 300, 4);
        List<MultiStepForecast> ahead = new ArrayList<>();
        List<Score> scores = live(spec(1), records);

        FlowSpec spec = spec(1).toBuilder().horizon(new HorizonSpec(3, 1)).build();
        try (SeriesLife life = new SeriesLife(spec, new ForecastsAheadTest.Kept(ahead))) {
            records.forEach(life::live);
        }

        MultiStepForecast forecast = ahead.get(ahead.size() - 2);
        MultiStepForecast.Path path = forecast.features().get(SECOND);
        double next = scores.get(scores.size() - 1).features().get(SECOND).expected();
        assertThat(path.expected().at(0)).isCloseTo(next, within(1e-9));
        assertThat(path.expected().at(2)).isFinite();
    }

    /** Without cells. */
    private static FlowSpec plain() {
        return Scripts.spec(OrderSpec.DEFAULT, 1).toBuilder().weights(true).build();
    }

    private FlowSpec spec(int wave) throws IOException {
        Path file = Files.write(folder.resolve("follower.onnx"), SmallGraph.follower(SCALE));
        Map<String, String> card = Map.of(
                "name", "follower",
                "version", "1",
                "contract", "forecast/1",
                "input", "normalized/1",
                "features", "a, b");
        return Scripts.spec(OrderSpec.DEFAULT, wave).toBuilder()
                .weights(true)
                .models(List.of(new CustomSpec(file.toString(), card)))
                .build();
    }

    /** The second feature is what the first was one record before, in another unit; the first is noise. */
    private static List<Observation> records(String series, int count, int seed) {
        Random random = new Random(seed);
        List<Observation> records = new ArrayList<>();
        double before = 0;
        for (int i = 0; i < count; i++) {
            double first = 20 + 5 * random.nextGaussian();
            records.add(new Observation(
                    series,
                    i * MINUTE,
                    TWO,
                    Values.of(first, 7 + 3 * before),
                    new Origin("topic", 0, i),
                    Payload.NONE));
            before = first;
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

    /** Of the second feature, after 400 records. */
    private static double error(List<Score> scores) {
        return scores.subList(400, scores.size()).stream()
                .mapToDouble(score -> Math.abs(score.observation().values().at(SECOND)
                        - score.features().get(SECOND).expected()))
                .average()
                .orElseThrow();
    }

    private static double weight(Score score, int feature) {
        return score.features().get(feature).weights().stream()
                .filter(weight -> weight.name().equals("follower-1"))
                .mapToDouble(ForecasterWeight::weight)
                .sum();
    }

    private static double sum(Score score) {
        return score.features().get(SECOND).weights().stream()
                .mapToDouble(ForecasterWeight::weight)
                .sum();
    }
}
