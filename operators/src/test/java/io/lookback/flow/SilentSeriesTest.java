package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.Rule;
import io.lookback.control.Tolerance;
import io.lookback.event.Alert;
import io.lookback.event.Suppression;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentSeriesTest {

    private static final Suppression KNOWN = new Suppression("r", "known");
    private static final Rule QUIET = GuidedScript.rule("s", Tolerance.ANY);
    private static final Duration MONTH = Duration.ofDays(31);

    @Test
    void itsAlertEndsAsQuietAsItWas() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(GuidedScript.spec(10), QUIET)) {
            alarm(harness, 0);

            harness.clock(MONTH.toMillis());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }

    @Test
    void whatQuietedItsAlertQuietsNoneOfANewSeriesOfItsName() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(GuidedScript.spec(10), QUIET)) {
            alarm(harness, 0);
            harness.clock(MONTH.toMillis());
            harness.change(GuidedHarness.change(7, "r", null));

            alarm(harness, 1_000);
            harness.clock(MONTH.multipliedBy(3).toMillis());

            List<Alert> later = harness.alerts().subList(2, harness.alerts().size());
            assertThat(later).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(later).extracting(Alert::suppression).containsOnlyNulls();
        }
    }

    /** A series that ends in an alert. */
    private static void alarm(GuidedHarness harness, int from) throws Exception {
        GuidedScript.play(harness, from, from + 122, step -> step == from + 120 ? 90 : 0);
        harness.operator().drain();
    }
}
