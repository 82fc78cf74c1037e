package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlLimits;
import io.lookback.control.Reset;
import io.lookback.control.SeriesPattern;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.FaultCase;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series that people make start over. */
class SeriesResetTest {

    private static final FlowSpec SPEC = Scripts.spec(OrderSpec.DEFAULT, 8, "lstm", "self-attention-rnn");

    private int time;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSeriesBeginsAnewOnceWithOtherFeatures(Backend backend) throws Exception {
        try (ControlledHarness harness = new ControlledHarness(
                SPEC, ControlledHarness.content(), ControlLimits.DEFAULT, null, new Place(backend, 1, 0))) {
            records(harness, 60, "a/1", "old");
            records(harness, 60, "b/1", "old");
            harness.change(ControlledHarness.change(0, "r", reset("a/*", 1_000)));
            records(harness, 60, "a/1", "new");
            records(harness, 1, "b/1", "old");

            List<Score> first = of("a/1", harness);
            List<Score> other = of("b/1", harness);
            assertThat(first).hasSize(120);
            assertThat(first.get(60).confidence()).isEqualTo(first.get(0).confidence());
            assertThat(first.get(60).flags()).isEmpty();
            assertThat(first.get(119).observation().features()).isEqualTo(Features.of("new"));
            assertThat(first.get(119).confidence()).isEqualTo(first.get(59).confidence());
            assertThat(other.get(60).confidence()).isGreaterThan(other.get(59).confidence());
            assertThat(harness.operator().counts().series()).isEqualTo(2);
        }
    }

    @Test
    void whatHappenedDoesNotHappenAgainAfterARestartOrARescale() throws Exception {
        Reset reset = reset("a/*", 1_000);
        OperatorSubtaskState state;
        double young;
        double old;
        try (ControlledHarness harness = ControlledHarness.start(SPEC)) {
            records(harness, 30, "a/1", "v");
            records(harness, 30, "a/2", "v");
            harness.change(ControlledHarness.change(0, "r", reset));
            records(harness, 30, "a/1", "v");
            state = harness.snapshot();
            young = harness.scores().get(1).confidence();
            old = harness.scores().get(29).confidence();
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            OperatorSubtaskState part = AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    state, ControlledHarness.GROUPS, 1, 2, subtask);
            try (ControlledHarness harness = new ControlledHarness(
                    SPEC,
                    ControlledHarness.content(reset),
                    ControlLimits.DEFAULT,
                    part,
                    new Place(Backend.HEAP, 2, subtask))) {
                for (String series : List.of("a/1", "a/2", "a/3")) {
                    if (harness.owns(series)) {
                        int before = harness.scores().size();
                        records(harness, 2, series, "v");
                        double found = harness.scores().get(before + 1).confidence();
                        if (series.equals("a/1")) {
                            assertThat(found).as("it was reset before").isGreaterThan(old);
                        } else {
                            assertThat(found).as(series).isEqualTo(young);
                        }
                    }
                }
            }
        }
    }

    @Test
    @FaultCase(kind = "Record silently lost", input = "series reset twice", outcome = "it starts over twice")
    void aLaterResetUnderTheSameIdCountsAgain() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(SPEC, reset("a/*", 1_000))) {
            records(harness, 30, "a/1", "v");
            harness.change(ControlledHarness.change(1, "r", reset("a/*", 2_000)));
            records(harness, 1, "a/1", "v");

            List<Score> scores = harness.scores();
            assertThat(scores.get(29).confidence()).isGreaterThan(scores.get(0).confidence());
            assertThat(scores.get(30).confidence()).isEqualTo(scores.get(0).confidence());
        }
    }

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "series reset after one of another series, whose clock was ahead",
            outcome = "it starts over")
    void resetsOfOtherSeriesDoNotCount() throws Exception {
        Reset ahead = new Reset("other", new SeriesPattern("z"), 5_000, "");
        try (ControlledHarness harness = ControlledHarness.start(SPEC, ahead)) {
            records(harness, 30, "a/1", "v");
            harness.change(ControlledHarness.change(1, "r", reset("a/1", 1_000)));
            records(harness, 1, "a/1", "v");

            List<Score> scores = harness.scores();
            assertThat(scores.get(29).confidence()).isGreaterThan(scores.get(0).confidence());
            assertThat(scores.get(30).confidence()).isEqualTo(scores.get(0).confidence());
        }
    }

    @Test
    void anOpenAlertOfTheSeriesEnds() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            ControlScript.play(harness, 0, 140, ControlScript.risesTwice());
            long begun = count(harness, Alert.Phase.BEGIN);
            assertThat(harness.operator().counts().alertsOpen()).isEqualTo(begun - count(harness, Alert.Phase.END));

            harness.change(ControlledHarness.change(1, "r", reset("*", 1_000)));
            ControlScript.play(harness, 140, 141, ControlScript.risesTwice());

            assertThat(harness.alerts()).isNotEmpty();
            assertThat(count(harness, Alert.Phase.END)).isEqualTo(begun);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }

    private static List<Score> of(String series, ControlledHarness harness) {
        return harness.scores().stream()
                .filter(score -> score.observation().series().equals(series))
                .toList();
    }

    private static long count(ControlledHarness harness, Alert.Phase phase) {
        return harness.alerts().stream().filter(alert -> alert.phase() == phase).count();
    }

    private void records(ControlledHarness harness, int count, String series, String feature) throws Exception {
        for (int record = 0; record < count; record++) {
            time++;
            harness.record(new Observation(
                    series,
                    60_000L * time,
                    Features.of(feature),
                    Values.of(time % 7),
                    new Origin("topic", 0, time),
                    Payload.NONE));
        }
    }

    private static Reset reset(String pattern, long at) {
        return new Reset("r", new SeriesPattern(pattern), at, "");
    }
}
