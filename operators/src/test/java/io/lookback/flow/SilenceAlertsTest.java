package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static io.lookback.flow.ControlScript.MINUTE;
import static io.lookback.flow.ControlScript.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.control.Tolerance;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.EndReason;
import io.lookback.event.Suppression;
import io.lookback.flow.SilenceSpec.Limit;
import io.lookback.testkit.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Series "s" and "t" speak once a minute, followed live unless a test says otherwise. */
class SilenceAlertsTest {

    private static final int KNOWN = 120;
    private static final FlowSpec SPEC = ControlScript.spec(0.01).toBuilder()
            .silence(new SilenceSpec(Limit.AUTO, Limit.AUTO, "metrics"))
            .build();

    private long offset;

    @Test
    void aSeriesThatStopsIsAnAlertUntilItSpeaksAgain() throws Exception {
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s", "t");

            live(harness, KNOWN, KNOWN + 28, "t");
            assertThat(silences(harness)).isEmpty();
            live(harness, KNOWN + 28, KNOWN + 45, "t");
            assertThat(silences(harness)).extracting(Alert::series).containsExactly("s");
            assertThat(harness.operator().counts().silences()).isEqualTo(1);
            live(harness, KNOWN + 45, KNOWN + 50, "t", "s");

            Alert begin = silences(harness).get(0);
            assertThat(begin.phase()).isEqualTo(BEGIN);
            assertThat(begin.id()).isEqualTo("s-silence-" + at(KNOWN - 1));
            assertThat(begin.begin()).isEqualTo(at(KNOWN - 1));
            assertThat(begin.peak()).isBetween(at(KNOWN + 28), at(KNOWN + 31));
            assertThat(begin.text()).startsWith("No record since 2023-11-15T00:12:20Z: ");
            Alert end = silences(harness).get(1);
            assertThat(end.phase()).isEqualTo(END);
            assertThat(end.id()).isEqualTo(begin.id());
            assertThat(end.end()).isEqualTo(at(KNOWN + 45));
            assertThat(end.ending()).isEqualTo(EndReason.RECOVERED);
            assertThat(silences(harness)).hasSize(2);
            assertThat(harness.operator().counts().silences()).isZero();
        }
    }

    @Test
    void scoresAreTheSameWithAndWithoutAlertsOfSilence() throws Exception {
        try (ControlledHarness told = start(SPEC);
                ControlledHarness untold =
                        start(SPEC.toBuilder().silence(SilenceSpec.OFF).build())) {
            for (ControlledHarness harness : List.of(told, untold)) {
                offset = 0;
                live(harness, 0, KNOWN, "s", "t");
                live(harness, KNOWN, KNOWN + 60, "t");
                live(harness, KNOWN + 60, KNOWN + 70, "t", "s");
            }

            assertThat(silences(told)).hasSize(2);
            assertThat(silences(untold)).isEmpty();
            assertThat(told.scores()).isEqualTo(untold.scores());
        }
    }

    @Test
    void aReplayOfWhatEndedLongAgoRaisesNothing() throws Exception {
        try (ControlledHarness harness = start(SPEC)) {
            long today = at(3 * 24 * 60);
            harness.clock(today);
            for (int minute = 0; minute < 300; minute++) {
                records(harness, minute, minute < KNOWN ? new String[] {"s", "t"} : new String[] {"t"});
                harness.operator().processWatermark1(new Watermark(at(minute) - 1));
                harness.clock(today + minute * MINUTE);
            }

            assertThat(silences(harness)).isEmpty();
        }
    }

    @Test
    void aJobThatWasDownForAnHourRaisesNothingWhileItCatchesUp() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s", "t");
            state = harness.snapshot();
        }

        try (ControlledHarness restored = restored(state, at(KNOWN + 60))) {
            restored.clock(at(KNOWN + 60));
            for (int minute = KNOWN; minute < KNOWN + 60; minute++) {
                records(restored, minute, "t");
                restored.clock(at(KNOWN + 60) + (minute - KNOWN) * 30_000);
            }
            assertThat(silences(restored)).as("the partition of s is behind").isEmpty();
            for (int minute = KNOWN; minute < KNOWN + 90; minute++) {
                records(restored, minute, "s");
            }
            restored.operator().processWatermark1(new Watermark(at(KNOWN + 60)));
            live(restored, KNOWN + 90, KNOWN + 100, "s", "t");

            assertThat(silences(restored)).isEmpty();
        }
    }

    @Test
    void aSeriesThatStoppedBeforeARestartIsAnAlertAfterIt() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s", "t");
            live(harness, KNOWN, KNOWN + 20, "t");
            state = harness.snapshot();
        }

        try (ControlledHarness restored = restored(state, at(KNOWN + 80))) {
            live(restored, KNOWN + 80, KNOWN + 105, "t");
            assertThat(silences(restored))
                    .as("it could be heard for 25 minutes")
                    .isEmpty();
            live(restored, KNOWN + 105, KNOWN + 115, "t");

            assertThat(silences(restored)).extracting(Alert::series).containsExactly("s");
        }
    }

    @Test
    void anInputThatFallsSilentIsOneAlert() throws Exception {
        String[] many = new Random(1)
                .ints(30, 0, 1_000_000)
                .mapToObj(id -> "host-" + id)
                .toArray(String[]::new);
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, many);

            harness.operator().processWatermarkStatus(WatermarkStatus.IDLE, 0);
            harness.clock(at(KNOWN + 3));
            assertThat(silences(harness)).isEmpty();
            harness.clock(at(KNOWN + 300));
            assertThat(silences(harness)).extracting(Alert::series).containsExactly("*");
            assertThat(silences(harness).get(0).text()).contains("from metrics since 2023-11-15T00:12:19Z");
            harness.operator().processWatermarkStatus(WatermarkStatus.ACTIVE, 0);
            live(harness, KNOWN + 300, KNOWN + 329, many[0]);

            assertThat(silences(harness)).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(silences(harness)).extracting(Alert::id).containsOnly("*-silence-" + (at(KNOWN - 1) - 1));
            assertThat(silences(harness).get(1).end()).isEqualTo(at(KNOWN + 300) - 1);
            live(harness, KNOWN + 329, KNOWN + 345, many[0]);
            assertThat(silences(harness)).as("the others stay away").hasSize(2 + many.length - 1);
        }
    }

    @Test
    void theAlertOfASilentInputSurvivesARestart() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s");
            harness.operator().processWatermarkStatus(WatermarkStatus.IDLE, 0);
            harness.clock(at(KNOWN + 10));
            assertThat(silences(harness)).hasSize(1);
            state = harness.snapshot();
        }

        try (ControlledHarness restored = restored(state, at(KNOWN + 20))) {
            restored.operator().processWatermarkStatus(WatermarkStatus.IDLE, 0);
            restored.clock(at(KNOWN + 60));
            assertThat(silences(restored)).isEmpty();
            restored.operator().processWatermarkStatus(WatermarkStatus.ACTIVE, 0);
            live(restored, KNOWN + 61, KNOWN + 62, "s");

            assertThat(silences(restored)).extracting(Alert::phase).containsExactly(END);
        }
    }

    @Test
    void anInputThatNeverSpokeIsNoAlert() throws Exception {
        try (ControlledHarness harness = start(SPEC)) {
            harness.operator().processWatermarkStatus(WatermarkStatus.IDLE, 0);
            harness.clock(at(600));

            assertThat(silences(harness)).isEmpty();
        }
    }

    @Test
    void aPauseThatIsAHabitIsNoAlert() throws Exception {
        try (ControlledHarness harness = start(SPEC)) {
            for (int day = 0; day < 4; day++) {
                int morning = day * 300;
                live(harness, morning, morning + 150, "s", "t");
                live(harness, morning + 150, morning + 300, "t");
            }

            assertThat(silences(harness)).extracting(Alert::phase).containsExactly(BEGIN, END, BEGIN, END);
        }
    }

    @Test
    void aRuleQuietsTheSilenceOfASeriesThatIsKnownToEnd() throws Exception {
        try (ControlledHarness harness = start(SPEC, ControlScript.rule("s", Tolerance.ANY))) {
            live(harness, 0, KNOWN, "s", "t");
            live(harness, KNOWN, KNOWN + 40, "t");
            live(harness, KNOWN + 40, KNOWN + 41, "t", "s");

            assertThat(silences(harness)).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(silences(harness)).extracting(Alert::suppression).containsOnly(new Suppression("r", "known"));
        }
    }

    @Test
    void theAlertEndsWhenItsSeriesIsForgotten() throws Exception {
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s", "t");
            live(harness, KNOWN, KNOWN + 40, "t");
            harness.clock(at(KNOWN + 40) + Duration.ofDays(31).toMillis());

            assertThat(silences(harness)).extracting(Alert::ending).containsExactly(null, EndReason.INPUT_ENDED);
            assertThat(silences(harness).get(1).end())
                    .isEqualTo(at(KNOWN - 1) + Duration.ofDays(30).toMillis());
            assertThat(silences(harness).get(1).text()).endsWith(": 30 d 0 h of silence");
        }
    }

    @Test
    void theAlertEndsWhenTheJobGoesOnWithoutAlertsOfSilence() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness = start(SPEC)) {
            live(harness, 0, KNOWN, "s", "t");
            live(harness, KNOWN, KNOWN + 40, "t");
            assertThat(silences(harness)).extracting(Alert::phase).containsExactly(BEGIN);
            state = harness.snapshot();
        }

        FlowSpec off = SPEC.toBuilder().silence(SilenceSpec.OFF).build();
        try (ControlledHarness restored = restored(off, state, at(KNOWN + 45))) {
            restored.clock(at(KNOWN + 45));

            assertThat(silences(restored)).extracting(Alert::ending).containsExactly(EndReason.INPUT_ENDED);
            assertThat(silences(restored).get(0).end()).isEqualTo(at(KNOWN + 45));
            assertThat(restored.operator().counts().silences()).isZero();
        }
    }

    @Test
    void aSetTimeHoldsWhateverIsUsual() throws Exception {
        FlowSpec set = SPEC.toBuilder()
                .silence(new SilenceSpec(new Limit(0, Duration.ofMinutes(3)), Limit.OFF, "metrics"))
                .build();
        try (ControlledHarness harness = start(set)) {
            live(harness, 0, KNOWN, "s", "t");
            live(harness, KNOWN, KNOWN + 5, "t");

            assertThat(silences(harness)).extracting(Alert::series).containsExactly("s");
        }
    }

    private static ControlledHarness start(FlowSpec spec, ControlEntry... held) throws Exception {
        ControlledHarness harness = ControlledHarness.start(spec, held);
        harness.clock(START);
        return harness;
    }

    private static ControlledHarness restored(@Nullable OperatorSubtaskState state, long clock) throws Exception {
        return restored(SPEC, state, clock);
    }

    private static ControlledHarness restored(FlowSpec spec, @Nullable OperatorSubtaskState state, long clock)
            throws Exception {
        return new ControlledHarness(
                spec,
                ControlledHarness.content(),
                ControlLimits.DEFAULT,
                state,
                new ControlledHarness.Place(Backend.HEAP, 1, 0),
                clock);
    }

    private static long at(int minute) {
        return START + minute * MINUTE;
    }

    /** Records as they happen: the clock shows their event time. */
    private void live(ControlledHarness harness, int from, int to, String... series) throws Exception {
        for (int minute = from; minute < to; minute++) {
            harness.clock(at(minute));
            records(harness, minute, series);
            harness.operator().processWatermark1(new Watermark(at(minute) - 1));
        }
    }

    private void records(ControlledHarness harness, int minute, String... series) throws Exception {
        for (String name : series) {
            double noise = new Random(minute * 31L + name.hashCode()).nextGaussian();
            harness.record(Scripts.at(name, at(minute), 10 * Math.sin(minute / 9.0) + noise, offset++));
        }
        harness.operator().drain();
    }

    private static List<Alert> silences(ControlledHarness harness) {
        return harness.alerts().stream()
                .filter(alert -> alert.kind() == AlertKind.SILENCE)
                .toList();
    }
}
