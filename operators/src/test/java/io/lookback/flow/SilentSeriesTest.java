package io.lookback.flow;

import static io.lookback.event.Alert.Phase.BEGIN;
import static io.lookback.event.Alert.Phase.END;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.detect.DetectionSpec;
import io.lookback.detect.Profile;
import io.lookback.detect.Side;
import io.lookback.event.Alert;
import io.lookback.event.Suppression;
import io.lookback.order.OrderSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SilentSeriesTest {

    private static final Suppression KNOWN = new Suppression("r", "known");
    private static final Rule QUIET =
            new Rule("r", new Scope(new SeriesPattern("s"), null, null), Tolerance.ANY, Times.ALWAYS, "known");
    private static final Duration MONTH = Duration.ofDays(31);

    @Test
    void itsAlertEndsAsQuietAsItWas() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(), QUIET)) {
            alarm(harness, 0);

            harness.clock(MONTH.toMillis());

            assertThat(harness.alerts()).extracting(Alert::phase).containsExactly(BEGIN, END);
            assertThat(harness.alerts()).extracting(Alert::suppression).containsOnly(KNOWN);
            assertThat(harness.operator().counts().alertsOpen()).isZero();
        }
    }

    @Test
    void whatQuietedItsAlertQuietsNoneOfANewSeriesOfItsName() throws Exception {
        try (GuidedHarness harness = GuidedHarness.start(spec(), QUIET)) {
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
        for (int step = from; step < from + 122; step++) {
            double value = 10 * Math.sin(step / 9.0) + new Random(step).nextGaussian() + (step == from + 120 ? 90 : 0);
            harness.record(Scripts.at("s", 1_700_000_000_000L + 60_000L * step, value, step));
        }
        harness.operator().drain();
    }

    private static FlowSpec spec() {
        return new FlowSpec(
                OrderSpec.DEFAULT,
                new WaveSpec(7, Duration.ofMillis(5)),
                List.of(CellSpec.shipped("lstm")),
                HistorySpec.DEFAULT,
                new DetectionSpec(10, 100, Profile.COMPACT, 10, Side.BOTH, 0, 0, Set.of()),
                ZoneOffset.UTC,
                RetentionSpec.DEFAULT);
    }
}
