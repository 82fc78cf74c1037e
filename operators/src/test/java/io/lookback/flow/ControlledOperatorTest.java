package io.lookback.flow;

import static io.lookback.event.Alert.Phase.END;
import static io.lookback.event.Alert.Phase.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlContent;
import io.lookback.control.ControlLimits;
import io.lookback.control.Label;
import io.lookback.control.Rule;
import io.lookback.control.Tolerance;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Suppression;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.testkit.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ControlledOperatorTest {

    private static final Suppression KNOWN = new Suppression("r", "known");

    private long offset = 100;

    @Test
    void rulesThatTheTopicHeldAtTheStartHoldFromTheFirstRecord() throws Exception {
        Rule rule = ControlScript.rule("s", Tolerance.ANY);
        try (ControlledHarness harness = new ControlledHarness(
                ControlScript.spec(10),
                new ControlContent(List.of(), Set.of(), Map.of(0, 5L)),
                ControlLimits.DEFAULT,
                null)) {
            harness.change(ControlledHarness.change(3, "r", rule));
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());

            assertThat(harness.alerts())
                    .as("a rule that was removed before the start, seen again")
                    .extracting(Alert::suppression)
                    .containsOnlyNulls();
        }
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10), rule)) {
            harness.change(ControlledHarness.change(0, "r", ControlScript.rule("other", Tolerance.ANY)));
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());

            assertThat(harness.alerts())
                    .isNotEmpty()
                    .extracting(Alert::suppression)
                    .containsOnly(KNOWN);
        }
    }

    @Test
    void aRecordThatCannotBeFollowedLeavesWhatWasInForceAcrossARestart() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness =
                ControlledHarness.start(ControlScript.spec(10), ControlScript.rule("s", Tolerance.ANY))) {
            state = harness.snapshot();
        }
        ControlContent overwritten = new ControlContent(List.of(), Set.of("r"), Map.of(0, 2L));

        try (ControlledHarness harness =
                new ControlledHarness(ControlScript.spec(10), overwritten, ControlLimits.DEFAULT, state)) {
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());

            assertThat(harness.alerts())
                    .isNotEmpty()
                    .extracting(Alert::suppression)
                    .containsOnly(KNOWN);
        }
    }

    @Test
    void goesOnFromTheStateOfAJobWithoutAControlTopic() throws Exception {
        FlowSpec spec = ControlScript.spec(10);
        OperatorSubtaskState state;
        try (var plain = new KeyedOneInputStreamOperatorTestHarness<>(
                new SequenceOperatorFactory(spec), Observation::series, Types.STRING, 16, 1, 0)) {
            plain.setup(DomainTypes.SCORE.createSerializer(
                    plain.getExecutionConfig().getSerializerConfig()));
            plain.open();
            for (Observation observation : ControlScript.records(0, 125, ControlScript.risesTwice())) {
                plain.processElement(observation, observation.time());
            }
            plain.getOneInputOperator().prepareSnapshotPreBarrier(1);
            state = plain.snapshot(1, 1);
        }

        try (ControlledHarness harness = new ControlledHarness(
                        spec,
                        ControlledHarness.content(ControlScript.rule("s", Tolerance.ANY)),
                        ControlLimits.DEFAULT,
                        state);
                ControlledHarness whole = ControlledHarness.start(spec)) {
            ControlScript.play(harness, 125, 150, ControlScript.risesTwice());
            ControlScript.play(whole, 0, 150, ControlScript.risesTwice());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(UPDATE, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnlyNulls();
            assertThat(harness.scores()).isEqualTo(whole.scores().subList(125, 150));
        }
    }

    @Test
    void fourFalseAlarmsMakeTheThresholdThatOfASixteenthOfTheRate() throws Exception {
        IntToDoubleFunction many = step -> step > ControlScript.WARM_UP && step % 25 == 0 ? 2 * step : 0;
        try (ControlledHarness labeled = ControlledHarness.start(
                        ControlScript.spec(200),
                        label("1", Label.Verdict.FALSE_ALARM),
                        label("2", Label.Verdict.FALSE_ALARM),
                        label("3", Label.Verdict.FALSE_ALARM),
                        label("4", Label.Verdict.FALSE_ALARM));
                ControlledHarness quieter = ControlledHarness.start(ControlScript.spec(200 / 16.0));
                ControlledHarness plain = ControlledHarness.start(ControlScript.spec(200))) {
            for (ControlledHarness harness : List.of(labeled, quieter, plain)) {
                ControlScript.play(harness, 0, 600, many);
            }

            assertThat(labeled.scores()).isEqualTo(quieter.scores());
            assertThat(labeled.alerts()).isEqualTo(quieter.alerts()).isNotEqualTo(plain.alerts());
            assertThat(anomalies(labeled)).isLessThan(anomalies(plain));
            assertThat(labeled.scores())
                    .extracting(Score::score)
                    .isEqualTo(plain.scores().stream().map(Score::score).toList());
            assertThat(labeled.scores())
                    .extracting(Score::severity)
                    .isEqualTo(plain.scores().stream().map(Score::severity).toList());
        }
    }

    @Test
    void aLabelThatIsTakenAwayLeavesTheThresholdWhereItWas() throws Exception {
        IntToDoubleFunction many = step -> step > ControlScript.WARM_UP && step % 25 == 0 ? 2 * step : 0;
        try (ControlledHarness labeled = ControlledHarness.start(ControlScript.spec(200));
                ControlledHarness plain = ControlledHarness.start(ControlScript.spec(200))) {
            for (int i = 1; i <= 4; i++) {
                labeled.change(ControlledHarness.change(offset++, "" + i, label("" + i, Label.Verdict.FALSE_ALARM)));
            }
            for (int i = 1; i <= 4; i++) {
                labeled.change(ControlledHarness.change(offset++, "" + i, null));
            }
            ControlScript.play(labeled, 0, 600, many);
            ControlScript.play(plain, 0, 600, many);

            assertThat(labeled.scores()).isEqualTo(plain.scores());
            assertThat(labeled.alerts()).isEqualTo(plain.alerts());
        }
    }

    @Test
    void anEntryTooManyIsADeadLetter() throws Exception {
        ControlLimits limits = new ControlLimits(1, 10, 1);
        Rule first = ControlScript.rule("s", Tolerance.ANY);
        Rule second = new Rule("t", first.scope(), first.tolerance(), first.times(), "");
        try (ControlledHarness harness =
                new ControlledHarness(ControlScript.spec(10), ControlledHarness.content(first, second), limits, null)) {
            harness.clock(1);

            assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).isEqualTo(Rejection.Reason.CONTROL);
                assertThat(rejection.origin().offset()).isEqualTo(1);
                assertThat(rejection.message()).startsWith("The job follows 1 rules already.");
            });

            harness.change(ControlledHarness.change(2, "t", second));
            assertThat(harness.rejections()).hasSize(2);

            harness.change(ControlledHarness.change(3, "r", null)).change(ControlledHarness.change(4, "t", second));
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());
            assertThat(harness.rejections()).hasSize(2);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(new Suppression("t", ""));
        }
    }

    @Test
    void whatWasRefusedTakesNoPlaceOfWhatWasInForceAtARestart() throws Exception {
        ControlLimits limits = new ControlLimits(1, 10, 1);
        Rule inForce = ControlScript.rule("s", Tolerance.ANY);
        Rule refused = new Rule("t", inForce.scope(), inForce.tolerance(), inForce.times(), "");
        OperatorSubtaskState state;
        try (ControlledHarness harness =
                new ControlledHarness(ControlScript.spec(10), ControlledHarness.content(inForce), limits, null)) {
            harness.change(ControlledHarness.change(1, "t", refused));
            harness.change(ControlledHarness.change(2, "r", inForce));
            state = harness.snapshot();
        }

        try (ControlledHarness harness = new ControlledHarness(
                ControlScript.spec(10), ControlledHarness.content(refused, inForce), limits, state)) {
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());

            assertThat(harness.alerts())
                    .isNotEmpty()
                    .extracting(Alert::suppression)
                    .containsOnly(KNOWN);
        }
    }

    @Test
    void oneOfTheSubtasksSaysWhatAllRefuse() throws Exception {
        ControlLimits none = new ControlLimits(0, 0, 0);
        List<Integer> said = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            Place place = new Place(Backend.HEAP, 2, subtask);
            try (ControlledHarness harness =
                    new ControlledHarness(ControlScript.spec(10), ControlledHarness.content(), none, null, place)) {
                harness.change(ControlledHarness.change(0, "r", ControlScript.rule("s", Tolerance.ANY)));

                said.add(harness.rejections().size());
            }
        }

        assertThat(said).containsExactly(1, 0);
    }

    @Test
    void eventTimeIsThatOfTheRecordsAlone() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            harness.operator().processWatermark2(new Watermark(5));
            harness.operator().processWatermarkStatus2(WatermarkStatus.IDLE);
            harness.operator().processWatermark1(new Watermark(7));
            harness.operator().processWatermarkStatus1(WatermarkStatus.IDLE);

            assertThat(harness.output()).containsExactly(new Watermark(7), WatermarkStatus.IDLE);
        }
    }

    private static long anomalies(ControlledHarness harness) {
        return harness.scores().stream().filter(Score::anomaly).count();
    }

    private static Label label(String id, Label.Verdict verdict) {
        return new Label(id, "s", verdict, 0, 1, "");
    }
}
