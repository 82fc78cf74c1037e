package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlBook;
import io.lookback.control.ControlLimits;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Reset;
import io.lookback.control.SeriesPattern;
import io.lookback.event.Features;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.order.OrderSpec;
import io.lookback.series.HorizonSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.FaultCase;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forecasts that people ask for. */
class ForecastRequestsTest {

    private static final FlowSpec PLAIN = Scripts.spec(OrderSpec.DEFAULT, 8, "lstm", "self-attention-rnn");

    /** Of which no series makes one by itself here. */
    private static final FlowSpec SPEC =
            PLAIN.toBuilder().horizon(new HorizonSpec(12, 100_000)).build();

    private int time;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSeriesAnswersAtOnceAndOnce(Backend backend) throws Exception {
        try (ControlledHarness harness = new ControlledHarness(
                SPEC, ControlledHarness.content(), ControlLimits.DEFAULT, null, new Place(backend, 1, 0))) {
            records(harness, 70, "a", "b");
            harness.change(ControlledHarness.change(0, "f", request("a", 1_000)));

            MultiStepForecast forecast = harness.forecasts().get(0);
            assertThat(forecast.series()).isEqualTo("a");
            assertThat(forecast.made()).isEqualTo(60_000L * 70);
            assertThat(forecast.horizon()).isEqualTo(12);

            records(harness, 10, "a", "b");
            harness.change(ControlledHarness.change(1, "other", request("nobody", 1_000)));
            assertThat(harness.forecasts()).hasSize(1);

            harness.change(ControlledHarness.change(2, "f", request("a", 2_000)));
            assertThat(harness.forecasts()).hasSize(2);
            assertThat(harness.forecasts().get(1).made()).isEqualTo(60_000L * 80);
        }
    }

    @Test
    void scoresAndPlannedForecastsAreTheSameWithAndWithoutRequests() throws Exception {
        FlowSpec planned = PLAIN.toBuilder().horizon(new HorizonSpec(6, 20)).build();
        List<Score> scores;
        List<MultiStepForecast> forecasts;
        try (ControlledHarness harness = ControlledHarness.start(planned)) {
            records(harness, 200, "a");
            scores = harness.scores();
            forecasts = harness.forecasts();
        }
        try (ControlledHarness harness = ControlledHarness.start(planned)) {
            time = 0;
            for (int part = 0; part < 40; part++) {
                records(harness, 5, "a");
                harness.change(ControlledHarness.change(part, "f", request("a", 1_000 + part)));
            }
            assertThat(harness.scores()).isEqualTo(scores);
            assertThat(harness.forecasts()).hasSizeGreaterThan(25).containsAll(forecasts);
        }
    }

    @Test
    void aYoungSeriesAnswersWithTheRecordThatMakesItReady() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(SPEC, request("a", 1_000))) {
            records(harness, 63, "a");
            harness.scores();
            assertThat(harness.forecasts()).isEmpty();

            records(harness, 20, "a");
            harness.scores();

            assertThat(harness.forecasts())
                    .singleElement()
                    .extracting(MultiStepForecast::made)
                    .isEqualTo(60_000L * 64);
        }
    }

    @Test
    void aSeriesThatIsToStartOverAnswersOnceItHasLearnedAnew() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(SPEC)) {
            records(harness, 100, "a");
            harness.change(ControlledHarness.change(0, "r", new Reset("r", new SeriesPattern("a"), 1_000, "")));
            harness.change(ControlledHarness.change(1, "f", request("a", 1_000)));
            records(harness, 64, "a");
            harness.scores();

            assertThat(harness.forecasts())
                    .singleElement()
                    .extracting(MultiStepForecast::made)
                    .isEqualTo(60_000L * 164);
        }
    }

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "crash after a request for a forecast was read, before or after the checkpoint",
            outcome = "it is answered exactly once, by the subtask that has the series then")
    void isAnsweredExactlyOnceAcrossARestartAndARescale() throws Exception {
        OperatorSubtaskState before;
        OperatorSubtaskState after;
        ForecastRequest request = request("a", 1_000);
        try (ControlledHarness harness = ControlledHarness.start(SPEC)) {
            records(harness, 70, "a", "b", "c");
            before = harness.snapshot();
            harness.change(ControlledHarness.change(0, "f", request));
            after = harness.snapshot();
            assertThat(harness.forecasts()).hasSize(1);
        }

        assertThat(answersOfTwo(before, request)).isEqualTo(1);
        assertThat(answersOfTwo(after, request)).isZero();
    }

    @Test
    void isRefusedWhereNobodyForecasts() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(PLAIN)) {
            harness.change(ControlledHarness.change(0, "f", request("a", 1_000)));

            assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Rejection.Reason.CONTROL);
                assertThat(rejection.message()).contains("set forecast.horizon and output.forecasts");
            });
        }
    }

    @Test
    void requestsAreBounded() {
        ControlBook book = new ControlBook(ControlLimits.DEFAULT);
        for (int request = 0; request < 1_000; request++) {
            assertThat(book.put(new ForecastRequest("f" + request, "s" + request, 1, "")))
                    .isEmpty();
        }

        assertThat(book.put(new ForecastRequest("more", "s", 1, "")).orElseThrow())
                .contains("1000 requests for forecasts already");
        assertThat(book.put(new ForecastRequest("f7", "s", 2, ""))).isEmpty();
        assertThat(book.labels()).isZero();
        book.remove("f0");
        assertThat(book.put(new ForecastRequest("more", "s", 1, ""))).isEmpty();
    }

    private static int answersOfTwo(OperatorSubtaskState state, ForecastRequest request) throws Exception {
        int answers = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            OperatorSubtaskState part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    state, ControlledHarness.GROUPS, 1, 2, subtask);
            try (ControlledHarness harness = new ControlledHarness(
                    SPEC,
                    ControlledHarness.content(request),
                    ControlLimits.DEFAULT,
                    part,
                    new Place(Backend.HEAP, 2, subtask))) {
                harness.clock(1);
                answers += harness.forecasts().size();
            }
        }
        return answers;
    }

    private void records(ControlledHarness harness, int count, String... names) throws Exception {
        for (int record = 0; record < count; record++) {
            time++;
            for (String series : names) {
                harness.record(new Observation(
                        series,
                        60_000L * time,
                        Features.of("v"),
                        Values.of(time % 7),
                        new Origin("topic", 0, time),
                        Payload.NONE));
            }
        }
    }

    private static ForecastRequest request(String series, long at) {
        return new ForecastRequest("f", series, at, "");
    }
}
