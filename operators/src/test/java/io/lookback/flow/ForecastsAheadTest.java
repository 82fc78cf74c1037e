package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec;
import io.lookback.series.HorizonSpec;
import io.lookback.series.StepOutput;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import io.lookback.testkit.OperatorScript;
import io.lookback.testkit.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class ForecastsAheadTest {

    private static final int HORIZON = 12;
    private static final HorizonSpec OFTEN = new HorizonSpec(HORIZON, 5);
    private static final long MINUTE = 60_000;
    private static final long START = 1_700_000_000_000L;

    static Stream<List<String>> cells() {
        return Stream.of(
                List.of(), List.of("lookback"), List.of("lstm", "local-attention"), List.of("self-attention-rnn"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void scoresAreTheSameWithAndWithoutForecasts(List<String> cells) throws Exception {
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 7, cells.toArray(String[]::new));
        List<Item<Observation>> items = Scripts.items(1, 2, 200);

        Outcome<Score> without = script(spec, items).replay(Backend.HEAP, CrashMode.never());
        Outcome<Score> with =
                script(spec.toBuilder().horizon(OFTEN).build(), items).replay(Backend.HEAP, CrashMode.never());

        assertThat(with.main()).isEqualTo(without.main()).hasSize(200);
        assertThat(with.side(Scoring.ALERTS)).isEqualTo(without.side(Scoring.ALERTS));
        assertThat(without.side(Scoring.FORECASTS)).isEmpty();
        assertThat(with.side(Scoring.FORECASTS)).hasSizeGreaterThan(10);
    }

    @Test
    void forecastsAreTheSameWhoeverSharesTheWave() throws Exception {
        List<Item<Observation>> items = Scripts.items(2, 2, 200);

        Outcome<Score> alone = script(forecasting(1), items).replay(Backend.HEAP, CrashMode.never());
        Outcome<Score> together = script(forecasting(64), items).replay(Backend.HEAP, CrashMode.never());

        assertThat(sorted(together)).isEqualTo(sorted(alone)).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void forecastsAreTheSameWhereverItCrashes(Backend backend) throws Exception {
        List<Item<Observation>> items = Scripts.items(2, 1, 110);

        Outcome<Score> uninterrupted = script(forecasting(7), items).replay(Backend.HEAP, CrashMode.never());
        Outcome<Score> crashing = script(forecasting(7), items).replay(backend, CrashMode.atRandom(5));

        assertThat(sorted(crashing)).isEqualTo(sorted(uninterrupted)).hasSizeGreaterThan(5);
    }

    @Test
    void followsARhythmThatTheLastValueKnowsNothingOf() {
        List<MultiStepForecast> forecasts = new ArrayList<>();
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 1, "lookback").toBuilder()
                .horizon(new HorizonSpec(HORIZON, 50))
                .build();

        try (SeriesLife life = new SeriesLife(spec, new Kept(forecasts))) {
            for (int record = 0; record < 600; record++) {
                life.live(Scripts.at("s", START + record * MINUTE, value(record), record));
            }
        }

        double error = 0;
        double ofTheLastValue = 0;
        int inBand = 0;
        List<MultiStepForecast> later = forecasts.subList(2, forecasts.size());
        for (MultiStepForecast forecast : later) {
            int made = (int) ((forecast.made() - START) / MINUTE);
            MultiStepForecast.Path path = forecast.features().get(0);
            for (int step = 0; step < HORIZON; step++) {
                double actual = value(made + 1 + step);
                error += Math.abs(actual - path.expected().at(step));
                ofTheLastValue += Math.abs(actual - value(made));
                inBand += actual >= path.lower().at(step)
                                && actual <= path.upper().at(step)
                        ? 1
                        : 0;
            }
        }
        MultiStepForecast last = later.get(later.size() - 1);
        assertThat(last.horizon()).isEqualTo(HORIZON);
        assertThat(last.interval()).isEqualTo(MINUTE);
        assertThat(last.time(HORIZON - 1)).isEqualTo(last.made() + HORIZON * MINUTE);
        assertThat(last.id()).isEqualTo("s-" + last.made());
        assertThat(error).isLessThan(0.5 * ofTheLastValue);
        assertThat(inBand).isGreaterThan((int) (0.9 * HORIZON * later.size()));
    }

    @Test
    void aLongForecastOfASineStaysNearWhatTheSeriesShowed() {
        List<MultiStepForecast> forecasts = new ArrayList<>();
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 1, "lookback").toBuilder()
                .horizon(new HorizonSpec(480, 100))
                .build();

        try (SeriesLife life = new SeriesLife(spec, new Kept(forecasts))) {
            for (int record = 0; record < 1_500; record++) {
                double value = 10 * Math.sin(record / 16.0);
                life.live(Scripts.at("s", START + record * MINUTE, value, record));
            }
        }

        assertThat(forecasts).hasSizeGreaterThan(10);
        for (MultiStepForecast forecast : forecasts) {
            Values path = forecast.features().get(0).expected();
            for (int step = 1; step < path.size(); step++) {
                assertThat(path.at(step)).isBetween(-30.0, 30.0);
            }
        }
    }

    @Test
    void aTrendGoesOn() {
        List<MultiStepForecast> forecasts = new ArrayList<>();
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 1, "lookback").toBuilder()
                .horizon(new HorizonSpec(48, 100))
                .build();

        try (SeriesLife life = new SeriesLife(spec, new Kept(forecasts))) {
            for (int record = 0; record < 1_000; record++) {
                life.live(Scripts.at("s", START + record * MINUTE, 3 * record, record));
            }
        }

        for (MultiStepForecast forecast : forecasts.subList(3, forecasts.size())) {
            double made = 3.0 * (forecast.made() - START) / MINUTE;
            assertThat(forecast.features().get(0).expected().at(47)).isBetween(made + 2.5 * 48, made + 3.5 * 48);
        }
    }

    @Test
    void aFeatureThatJoinsWaitsForItsOwnFirstRecords() {
        List<MultiStepForecast> forecasts = new ArrayList<>();
        FlowSpec spec = Scripts.spec(OrderSpec.DEFAULT, 1, "lookback").toBuilder()
                .horizon(new HorizonSpec(HORIZON, 20))
                .build();

        try (SeriesLife life = new SeriesLife(spec, new Kept(forecasts))) {
            for (int record = 0; record < 400; record++) {
                Observation one = Scripts.at("s", START + record * MINUTE, value(record), record);
                life.live(record < 200 ? one : withAnother(one));
            }
        }

        int waiting = 0;
        for (MultiStepForecast forecast : forecasts) {
            assertThat(forecast.features().get(0).expected().at(HORIZON - 1))
                    .as("of the first feature, whatever joins")
                    .isFinite();
            if (forecast.features().size() > 1) {
                long own = (forecast.made() - START) / MINUTE - 199;
                boolean known = !forecast.features().get(1).expected().missing(HORIZON - 1);
                assertThat(known).as("after %d own records", own).isEqualTo(own >= 64);
                waiting += known ? 0 : 1;
            }
        }
        assertThat(waiting).isPositive();
    }

    private static Observation withAnother(Observation one) {
        double value = one.values().at(0);
        return new Observation(
                one.series(),
                one.time(),
                Features.of("value", "other"),
                Values.of(value, 3 * value),
                one.origin(),
                one.payload());
    }

    private static double value(int record) {
        return 50 + 10 * Math.sin(record / 6.0) + record * 7 % 5 / 10.0;
    }

    private static FlowSpec forecasting(int waveSize) {
        return Scripts.spec(OrderSpec.DEFAULT, waveSize, "lookback", "local-attention").toBuilder()
                .horizon(OFTEN)
                .build();
    }

    private static List<MultiStepForecast> sorted(Outcome<Score> outcome) {
        return outcome.side(Scoring.FORECASTS).stream()
                .sorted(Comparator.comparing(MultiStepForecast::series).thenComparingLong(MultiStepForecast::made))
                .toList();
    }

    private static OperatorScript<String, Observation, Score> script(FlowSpec spec, List<Item<Observation>> items) {
        SequenceOperatorFactory factory = new SequenceOperatorFactory(spec);
        return new OperatorScript<>(
                () -> factory,
                Observation::series,
                Types.STRING,
                List.of(Scoring.ALERTS, Scoring.REJECTIONS, Scoring.FORECASTS),
                items);
    }

    record Kept(List<MultiStepForecast> forecasts) implements StepOutput {

        @Override
        public void forecast(MultiStepForecast forecast) {
            forecasts.add(forecast);
        }

        @Override
        public void score(Score score) {}

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new AssertionError(rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
