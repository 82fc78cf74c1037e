package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static io.lookback.event.Alert.Phase.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlLimits;
import io.lookback.control.Label;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.detect.DetectionSpec;
import io.lookback.detect.Profile;
import io.lookback.detect.Side;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Suppression;
import io.lookback.order.OrderSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class GuidedOperatorTest {

    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final int WARM_UP = 100;
    private static final int REFRACTORY = 10;
    private static final Suppression KNOWN = new Suppression("r", "known");

    private long offset = 100;

    @Test
    void aRuleQuietsAnAlertFromItsBeginningToItsEnd() throws Exception {
        try (GuidedHarness quiet = GuidedHarness.start(spec(10));
                GuidedHarness loud = GuidedHarness.start(spec(10))) {
            quiet.change(GuidedHarness.change(offset++, "r", rule("s", Tolerance.ANY)));
            play(quiet, 0, 150, risesTwice());
            play(loud, 0, 150, risesTwice());

            assertThat(loud.alerts())
                    .extracting(Alert::phase)
                    .startsWith(BEGIN)
                    .contains(UPDATE)
                    .endsWith(END);
            assertThat(loud.alerts()).extracting(Alert::suppression).containsOnlyNulls();
            assertThat(quiet.alerts())
                    .isEqualTo(loud.alerts().stream()
                            .map(alert -> alert.suppressed(KNOWN))
                            .toList());
            assertThat(quiet.scores()).isEqualTo(loud.scores()).hasSize(150);
        }
    }

    @Test
    void aPeakBeyondTheToleranceMakesAnAlertLoudToItsEnd() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule("s", new Tolerance(200, 0)))) {
            play(harness, 0, 150, risesTwice());

            List<Alert> alerts = harness.alerts();
            assertThat(alerts).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(alerts).extracting(Alert::suppression).containsExactly(KNOWN, null, null);
        }
    }

    @Test
    void anAlertThatBeganLoudStaysLoud() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(10))) {
            play(harness, 0, 125, risesTwice());
            harness.change(GuidedHarness.change(offset++, "r", rule("s", Tolerance.ANY)));
            play(harness, 125, 150, risesTwice());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnlyNulls();
        }
    }

    @Test
    void anAlertThatBeganQuietStaysQuietWhenItsRuleGoes() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule("s", Tolerance.ANY))) {
            play(harness, 0, 125, risesTwice());
            harness.change(GuidedHarness.change(offset++, "r", null));
            play(harness, 125, 200, step -> step == 180 ? 5_000 : risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void rulesThatTheTopicHeldAtTheStartHoldFromTheFirstRecord() throws Exception {
        Rule rule = rule("s", Tolerance.ANY);
        try (GuidedHarness harness = new GuidedHarness(
                spec(10), new ControlContent(List.of(), Set.of(), Map.of(0, 5L)), ControlLimits.DEFAULT, null)) {
            harness.change(GuidedHarness.change(3, "r", rule));
            play(harness, 0, 150, risesTwice());

            assertThat(harness.alerts())
                    .as("a rule that was removed before the start, seen again")
                    .extracting(Alert::suppression)
                    .containsOnlyNulls();
        }
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule)) {
            harness.change(GuidedHarness.change(0, "r", rule("other", Tolerance.ANY)));
            play(harness, 0, 150, risesTwice());

            assertThat(harness.alerts())
                    .isNotEmpty()
                    .extracting(Alert::suppression)
                    .containsOnly(KNOWN);
        }
    }

    @Test
    void whatQuietsAnAlertSurvivesARestart() throws Exception {
        OperatorSubtaskState state;
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule("s", Tolerance.ANY))) {
            play(harness, 0, 125, risesTwice());
            state = harness.snapshot();
        }

        try (GuidedHarness harness =
                new GuidedHarness(spec(10), GuidedHarness.content(), ControlLimits.DEFAULT, state)) {
            play(harness, 125, 200, step -> step == 180 ? 5_000 : risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .as("the topic no longer names the rule")
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void aRecordThatCannotBeFollowedLeavesWhatWasInForceAcrossARestart() throws Exception {
        OperatorSubtaskState state;
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule("s", Tolerance.ANY))) {
            state = harness.snapshot();
        }
        ControlContent overwritten = new ControlContent(List.of(), Set.of("r"), Map.of(0, 2L));

        try (GuidedHarness harness = new GuidedHarness(spec(10), overwritten, ControlLimits.DEFAULT, state)) {
            play(harness, 0, 150, risesTwice());

            assertThat(harness.alerts())
                    .isNotEmpty()
                    .extracting(Alert::suppression)
                    .containsOnly(KNOWN);
        }
    }

    @Test
    void goesOnFromTheStateOfAJobWithoutAControlTopic() throws Exception {
        FlowSpec spec = spec(10);
        OperatorSubtaskState state;
        try (var plain = new KeyedOneInputStreamOperatorTestHarness<>(
                new SequenceOperatorFactory(spec), Observation::series, Types.STRING, 16, 1, 0)) {
            plain.setup(DomainTypes.SCORE.createSerializer(
                    plain.getExecutionConfig().getSerializerConfig()));
            plain.open();
            for (Observation observation : records(0, 125, risesTwice())) {
                plain.processElement(observation, observation.time());
            }
            plain.getOneInputOperator().prepareSnapshotPreBarrier(1);
            state = plain.snapshot(1, 1);
        }

        try (GuidedHarness harness = new GuidedHarness(
                        spec, GuidedHarness.content(rule("s", Tolerance.ANY)), ControlLimits.DEFAULT, state);
                GuidedHarness whole = GuidedHarness.start(spec)) {
            play(harness, 125, 150, risesTwice());
            play(whole, 0, 150, risesTwice());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(UPDATE, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnlyNulls();
            assertThat(harness.scores()).isEqualTo(whole.scores().subList(125, 150));
        }
    }

    @Test
    void fourFalseAlarmsMakeTheThresholdThatOfASixteenthOfTheRate() throws Exception {
        IntToDoubleFunction many = step -> step > WARM_UP && step % 25 == 0 ? 2 * step : 0;
        try (GuidedHarness labelled = GuidedHarness.start(
                        spec(200),
                        label("1", Label.Verdict.FALSE_ALARM),
                        label("2", Label.Verdict.FALSE_ALARM),
                        label("3", Label.Verdict.FALSE_ALARM),
                        label("4", Label.Verdict.FALSE_ALARM));
                GuidedHarness quieter = GuidedHarness.start(spec(200 / 16.0));
                GuidedHarness plain = GuidedHarness.start(spec(200))) {
            for (GuidedHarness harness : List.of(labelled, quieter, plain)) {
                play(harness, 0, 600, many);
            }

            assertThat(labelled.scores()).isEqualTo(quieter.scores());
            assertThat(labelled.alerts()).isEqualTo(quieter.alerts()).isNotEqualTo(plain.alerts());
            assertThat(anomalies(labelled)).isLessThan(anomalies(plain));
            assertThat(labelled.scores())
                    .extracting(Score::score)
                    .isEqualTo(plain.scores().stream().map(Score::score).toList());
            assertThat(labelled.scores())
                    .extracting(Score::severity)
                    .isEqualTo(plain.scores().stream().map(Score::severity).toList());
        }
    }

    @Test
    void aLabelThatIsTakenAwayLeavesTheThresholdWhereItWas() throws Exception {
        IntToDoubleFunction many = step -> step > WARM_UP && step % 25 == 0 ? 2 * step : 0;
        try (GuidedHarness labelled = GuidedHarness.start(spec(200));
                GuidedHarness plain = GuidedHarness.start(spec(200))) {
            for (int i = 1; i <= 4; i++) {
                labelled.change(GuidedHarness.change(offset++, "" + i, label("" + i, Label.Verdict.FALSE_ALARM)));
            }
            for (int i = 1; i <= 4; i++) {
                labelled.change(GuidedHarness.change(offset++, "" + i, null));
            }
            play(labelled, 0, 600, many);
            play(plain, 0, 600, many);

            assertThat(labelled.scores()).isEqualTo(plain.scores());
            assertThat(labelled.alerts()).isEqualTo(plain.alerts());
        }
    }

    @Test
    void anEntryTooManyIsADeadLetter() throws Exception {
        ControlLimits limits = new ControlLimits(1, 10, 1);
        Rule first = rule("s", Tolerance.ANY);
        Rule second = new Rule("t", first.scope(), first.tolerance(), first.times(), "");
        try (GuidedHarness harness = new GuidedHarness(spec(10), GuidedHarness.content(first, second), limits, null)) {
            harness.clock(1);

            assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Rejection.Reason.CONTROL);
                assertThat(rejection.origin().offset()).isEqualTo(1);
                assertThat(rejection.message()).startsWith("The job follows 1 rules already.");
            });

            harness.change(GuidedHarness.change(2, "t", second));
            assertThat(harness.rejections()).hasSize(2);

            harness.change(GuidedHarness.change(3, "r", null)).change(GuidedHarness.change(4, "t", second));
            play(harness, 0, 150, risesTwice());
            assertThat(harness.rejections()).hasSize(2);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(new Suppression("t", ""));
        }
    }

    @Test
    void anAlertThatTheInputEndsIsAsQuietAsItWas() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(10), rule("s", Tolerance.ANY))) {
            play(harness, 0, 125, risesTwice());
            harness.operator().finish();

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }

    @Test
    void eventTimeIsThatOfTheRecordsAlone() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(10))) {
            harness.operator().processWatermark2(new Watermark(5));
            harness.operator().processWatermarkStatus2(WatermarkStatus.IDLE);
            harness.operator().processWatermark1(new Watermark(7));
            harness.operator().processWatermarkStatus1(WatermarkStatus.IDLE);

            assertThat(harness.output()).containsExactly(new Watermark(7), WatermarkStatus.IDLE);
        }
    }

    private static long anomalies(GuidedHarness harness) {
        return harness.scores().stream().filter(Score::anomaly).count();
    }

    /** A jump, and a higher one before the alert is over. */
    private static IntToDoubleFunction risesTwice() {
        return step -> step == 120 ? 60 : step == 128 ? 1_000 : 0;
    }

    private static Rule rule(String series, Tolerance tolerance) {
        return new Rule("r", new Scope(new SeriesPattern(series), null, null), tolerance, Times.ALWAYS, "known");
    }

    private static Label label(String id, Label.Verdict verdict) {
        return new Label(id, "s", verdict, 0, 1, "");
    }

    private static void play(GuidedHarness harness, int from, int to, IntToDoubleFunction spikes) throws Exception {
        for (Observation observation : records(from, to, spikes)) {
            harness.record(observation);
        }
    }

    /** A wave with noise and spikes. */
    private static List<Observation> records(int from, int to, IntToDoubleFunction spikes) {
        List<Observation> records = new ArrayList<>();
        for (int step = from; step < to; step++) {
            double noise = new Random(step).nextGaussian();
            double value = 10 * Math.sin(step / 9.0) + noise + spikes.applyAsDouble(step);
            records.add(Scripts.at("s", START + MINUTE * step, value, step));
        }
        return records;
    }

    private static FlowSpec spec(double falseAlarms) {
        return new FlowSpec(
                OrderSpec.DEFAULT,
                new WaveSpec(7, Duration.ofMillis(5)),
                List.of(CellSpec.shipped("lstm")),
                HistorySpec.DEFAULT,
                new DetectionSpec(falseAlarms, WARM_UP, Profile.COMPACT, REFRACTORY, Side.BOTH, 0, 0, Set.of()),
                ZoneOffset.UTC,
                RetentionSpec.DEFAULT);
    }
}
