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

class AlertSuppressionTest {

    private static final Suppression KNOWN = new Suppression("r", "known");

    private long offset = 100;

    @Test
    void aRuleQuietsAnAlertFromItsBeginningToItsEnd() throws Exception {
        try (ControlledHarness quiet = ControlledHarness.start(ControlScript.spec(10));
                ControlledHarness loud = ControlledHarness.start(ControlScript.spec(10))) {
            quiet.change(ControlledHarness.change(offset++, "r", ControlScript.rule("s", Tolerance.ANY)));
            ControlScript.play(quiet, 0, 150, ControlScript.risesTwice());
            ControlScript.play(loud, 0, 150, ControlScript.risesTwice());

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
        try (ControlledHarness harness =
                ControlledHarness.start(ControlScript.spec(10), ControlScript.rule("s", new Tolerance(200, 0)))) {
            ControlScript.play(harness, 0, 150, ControlScript.risesTwice());

            List<Alert> alerts = harness.alerts();
            assertThat(alerts).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(alerts).extracting(Alert::suppression).containsExactly(KNOWN, null, null);
        }
    }

    @Test
    void anAlertThatBeganLoudStaysLoud() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            ControlScript.play(harness, 0, 125, ControlScript.risesTwice());
            harness.change(ControlledHarness.change(offset++, "r", ControlScript.rule("s", Tolerance.ANY)));
            ControlScript.play(harness, 125, 150, ControlScript.risesTwice());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnlyNulls();
        }
    }

    @Test
    void anAlertThatBeganQuietStaysQuietWhenItsRuleGoes() throws Exception {
        try (ControlledHarness harness =
                ControlledHarness.start(ControlScript.spec(10), ControlScript.rule("s", Tolerance.ANY))) {
            ControlScript.play(harness, 0, 125, ControlScript.risesTwice());
            harness.change(ControlledHarness.change(offset++, "r", null));
            ControlScript.play(
                    harness,
                    125,
                    200,
                    step -> step == 180 ? 5_000 : ControlScript.risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void whatQuietsAnAlertSurvivesARestart() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness =
                ControlledHarness.start(ControlScript.spec(10), ControlScript.rule("s", Tolerance.ANY))) {
            ControlScript.play(harness, 0, 125, ControlScript.risesTwice());
            state = harness.snapshot();
        }

        try (ControlledHarness harness = new ControlledHarness(
                ControlScript.spec(10), ControlledHarness.content(), ControlLimits.DEFAULT, state)) {
            ControlScript.play(
                    harness,
                    125,
                    200,
                    step -> step == 180 ? 5_000 : ControlScript.risesTwice().applyAsDouble(step));

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(UPDATE, END, BEGIN, END);
            assertThat(harness.alerts())
                    .as("the topic no longer names the rule")
                    .extracting(Alert::suppression)
                    .containsExactly(KNOWN, KNOWN, null, null);
        }
    }

    @Test
    void anAlertThatTheInputEndsIsAsQuietAsItWas() throws Exception {
        try (ControlledHarness harness =
                ControlledHarness.start(ControlScript.spec(10), ControlScript.rule("s", Tolerance.ANY))) {
            ControlScript.play(harness, 0, 125, ControlScript.risesTwice());
            harness.operator().finish();

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }
}
