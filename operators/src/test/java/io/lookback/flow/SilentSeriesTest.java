package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlLimits;
import io.lookback.control.Rule;
import io.lookback.control.Tolerance;
import io.lookback.event.Alert;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class SilentSeriesTest {

    private static final Suppression KNOWN = new Suppression("r", "known");
    private static final Rule QUIET = ControlScript.rule("s", Tolerance.ANY);
    private static final Duration MONTH = Duration.ofDays(31);

    @Test
    void itsAlertEndsAsQuietAsItWas() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10), QUIET)) {
            alarm(harness, 0);

            harness.clock(MONTH.toMillis());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }

    @Test
    void whatQuietedItsAlertQuietsNoneOfANewSeriesOfItsName() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10), QUIET)) {
            alarm(harness, 0);
            harness.clock(MONTH.toMillis());
            harness.change(ControlledHarness.change(7, "r", null));

            alarm(harness, 1_000);
            harness.clock(MONTH.multipliedBy(3).toMillis());

            List<Alert> later = harness.alerts().subList(2, harness.alerts().size());
            assertThat(later).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(later).extracting(Alert::suppression).containsOnlyNulls();
        }
    }

    @Test
    void isStaleUntilItHasBeenHeardForAWhile() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            play(harness, 0, 120);
            long silence = Duration.ofHours(3).toMillis();
            assertThat(harness.operator().counts().stale()).isZero();

            harness.clock(silence);
            assertThat(harness.operator().counts().stale()).isEqualTo(1);
            assertThat(harness.operator().counts().series()).isEqualTo(1);

            List<Score> before = harness.scores();
            play(harness, 220, 229);
            assertThat(harness.operator().counts().stale()).isEqualTo(1);
            play(harness, 229, 240);
            assertThat(harness.operator().counts().stale()).isZero();

            assertThat(before).extracting(Score::status).doesNotContain(Status.STALE);
            List<Score> after =
                    harness.scores().subList(before.size(), harness.scores().size());
            assertThat(after).extracting(Score::status).startsWith(Status.STALE).endsWith(Status.READY);
            assertThat(after)
                    .filteredOn(score -> score.status() == Status.STALE)
                    .hasSize(10);
            harness.clock(3 * silence);
            assertThat(harness.operator().counts().stale()).isEqualTo(1);
        }
    }

    @Test
    void isNotStaleWhileItsRecordsCome() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            for (int minute = 0; minute < 300; minute++) {
                play(harness, minute, minute + 1);
                harness.clock(Duration.ofMinutes(minute).toMillis());

                assertThat(harness.operator().counts().stale()).isZero();
            }
        }
    }

    @Test
    void oneThatFellSilentBeforeARestoreIsStaleAfterIt() throws Exception {
        OperatorSubtaskState state;
        try (ControlledHarness harness = ControlledHarness.start(ControlScript.spec(10))) {
            play(harness, 0, 120);
            harness.clock(Duration.ofHours(3).toMillis());
            state = harness.snapshot();
        }

        try (ControlledHarness restored = new ControlledHarness(
                ControlScript.spec(10), ControlledHarness.content(), ControlLimits.DEFAULT, state)) {
            assertThat(restored.operator().counts().stale()).isEqualTo(1);
            play(restored, 120, 121);
            assertThat(restored.operator().counts().stale()).isZero();
        }
    }

    private static void play(ControlledHarness harness, int from, int to) throws Exception {
        ControlScript.play(harness, from, to, step -> 0);
        harness.operator().drain();
    }

    /** A series that ends in an alert. */
    private static void alarm(ControlledHarness harness, int from) throws Exception {
        ControlScript.play(harness, from, from + 122, step -> step == from + 120 ? 90 : 0);
        harness.operator().drain();
    }
}
