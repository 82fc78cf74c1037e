package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static io.lookback.event.Alert.Phase.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlLimits;
import io.lookback.control.Tolerance;
import io.lookback.event.Alert;
import io.lookback.event.Suppression;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class QuietingTest {

    private static final Suppression KNOWN = new Suppression("r", "known");

    private long offset = 100;

    @Test
    void aRuleQuietsAnAlertFromItsBeginningToItsEnd() throws Exception {
        try (GuidedHarness quiet = GuidedHarness.start(GuidedScript.spec(10));
                GuidedHarness loud = GuidedHarness.start(GuidedScript.spec(10))) {
            quiet.change(GuidedHarness.change(offset++, "r", GuidedScript.rule("s", Tolerance.ANY)));
            GuidedScript.play(quiet, 0, 150, GuidedScript.risesTwice());
            GuidedScript.play(loud, 0, 150, GuidedScript.risesTwice());

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
        try (GuidedHarness harness =
                GuidedHarness.start(GuidedScript.spec(10), GuidedScript.rule("s", new Tolerance(200, 0)))) {
            GuidedScript.play(harness, 0, 150, GuidedScript.risesTwice());

            List<Alert> alerts = harness.alerts();
            assertThat(alerts).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(alerts).extracting(Alert::suppression).containsExactly(KNOWN, null, null);
        }
    }

    @Test
    void anAlertThatBeganLoudStaysLoud() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(GuidedScript.spec(10))) {
            GuidedScript.play(harness, 0, 125, GuidedScript.risesTwice());
            harness.change(GuidedHarness.change(offset++, "r", GuidedScript.rule("s", Tolerance.ANY)));
            GuidedScript.play(harness, 125, 150, GuidedScript.risesTwice());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnlyNulls();
        }
    }

    @Test
    void anAlertThatBeganQuietStaysQuietWhenItsRuleGoes() throws Exception {
        try (GuidedHarness harness =
                GuidedHarness.start(GuidedScript.spec(10), GuidedScript.rule("s", Tolerance.ANY))) {
            GuidedScript.play(harness, 0, 125, GuidedScript.risesTwice());
            harness.change(GuidedHarness.change(offset++, "r", null));
            GuidedScript.play(
                    harness,
                    125,
                    200,
                    step -> step == 180 ? 5_000 : GuidedScript.risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void whatQuietsAnAlertSurvivesARestart() throws Exception {
        OperatorSubtaskState state;
        try (GuidedHarness harness =
                GuidedHarness.start(GuidedScript.spec(10), GuidedScript.rule("s", Tolerance.ANY))) {
            GuidedScript.play(harness, 0, 125, GuidedScript.risesTwice());
            state = harness.snapshot();
        }

        try (GuidedHarness harness =
                new GuidedHarness(GuidedScript.spec(10), GuidedHarness.content(), ControlLimits.DEFAULT, state)) {
            GuidedScript.play(
                    harness,
                    125,
                    200,
                    step -> step == 180 ? 5_000 : GuidedScript.risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .as("the topic no longer names the rule")
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void anAlertThatTheInputEndsIsAsQuietAsItWas() throws Exception {
        try (GuidedHarness harness =
                GuidedHarness.start(GuidedScript.spec(10), GuidedScript.rule("s", Tolerance.ANY))) {
            GuidedScript.play(harness, 0, 125, GuidedScript.risesTwice());
            harness.operator().finish();

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }
}
