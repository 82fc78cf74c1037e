package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.alert.Finding.Trouble;
import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.Features;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertTrackerTest {

    private static final Features NAMES = Features.of("cpu", "memory");
    private static final Hysteresis PATIENCE = new Hysteresis(3, 5, 20);

    private final Layout layout = new Layout();
    private final AlertTracker tracker = new AlertTracker(layout);
    private final Block block = Block.ofSize(layout.size());

    @Test
    void anAlertBeginsRisesAndEndsOnceTheSeriesHasRecovered() {
        assertThat(calm(0)).isEmpty();

        Alert begin = only(anomaly(1, 0.6, 0));
        Alert update = only(anomaly(2, 0.8, 1));
        assertThat(calm(3)).isEmpty();
        assertThat(calm(4)).isEmpty();
        Alert end = only(calm(5));

        assertThat(begin)
                .isEqualTo(new Alert(
                        "host-1000",
                        "host",
                        Alert.Phase.BEGIN,
                        1000,
                        1000,
                        1000,
                        0.6,
                        0.5,
                        1,
                        "cpu",
                        Direction.ABOVE,
                        7,
                        5,
                        List.of(new Contribution("cpu", 0.5)),
                        null,
                        AlertKind.LEVEL,
                        "cpu is 7 at Monday 14:00, above the 5 that was expected",
                        null));
        assertThat(update.phase()).isEqualTo(Alert.Phase.UPDATE);
        assertThat(update.id()).isEqualTo("host-1000");
        assertThat(update.feature()).isEqualTo("memory");
        assertThat(update.peak()).isEqualTo(2000);
        assertThat(end.phase()).isEqualTo(Alert.Phase.END);
        assertThat(end.ending()).isEqualTo(EndReason.RECOVERED);
        assertThat(end.id()).isEqualTo("host-1000");
        assertThat(end.end()).isEqualTo(2000);
        assertThat(end.peakScore()).isEqualTo(0.8);
        assertThat(end.records()).isEqualTo(2);
        assertThat(tracker.isOpen(block)).isFalse();
    }

    @Test
    void staysOpenWhileTheTroubleGoesOnHoweverQuietTheScore() {
        anomaly(1, 0.6, 0);

        for (int index = 2; index < 20; index++) {
            assertThat(troubled(index)).isEmpty();
        }
        track(20, 0, Trouble.ABSENT, null, new Hysteresis(3, 5, 1_000));
        track(21, 0, Trouble.ABSENT, null, new Hysteresis(3, 5, 1_000));
        troubled(22);
        Alert end = only(accepted(23));

        assertThat(end.begin()).isEqualTo(1000);
        assertThat(end.end()).isEqualTo(22_000);
        assertThat(end.records()).isEqualTo(20);
    }

    @Test
    void aTroubleThatStaysIsAccepted() {
        anomaly(1, 0.6, 0);

        for (int index = 2; index < 21; index++) {
            assertThat(troubled(index)).isEmpty();
        }
        Alert end = only(track(21, 0, Trouble.PRESENT, null, PATIENCE));

        assertThat(end.ending()).isEqualTo(EndReason.ACCEPTED);
        assertThat(tracker.isOpen(block)).isFalse();
    }

    @Test
    void inTheAftermathOnlyAHigherScoreBeginsAnother() {
        anomaly(1, 0.6, 0);
        calm(2);
        calm(3);
        calm(4);

        assertThat(anomaly(6, 0.5, 0)).isEmpty();
        assertThat(only(anomaly(7, 0.7, 0)).phase()).isEqualTo(Alert.Phase.BEGIN);
    }

    @Test
    void anAnomalyThatIsNoHigherChangesNothing() {
        anomaly(1, 0.6, 0);

        assertThat(anomaly(2, 0.5, 1)).isEmpty();
        assertThat(tracker.isOpen(block)).isTrue();
    }

    @Test
    void alertsThatBeginAtTheSameTimeAreTwo() {
        String first = beginAt(5_000, 1);
        String again = beginAt(5_000, 10);
        String earlier = beginAt(4_000, 20);
        String later = beginAt(6_000, 30);

        assertThat(List.of(first, again, earlier, later))
                .containsExactly("host-5000", "host-5000.10", "host-4000.20", "host-6000");
    }

    private String beginAt(long time, int index) {
        Cause cause = new Cause(AlertKind.LEVEL, 0, Direction.ABOVE, 7, 5, 6, 14, List.of(new Share(0, 0.5f, 2)));
        Finding anomaly = new Finding(index, time, 0.6, 0.5, Trouble.PRESENT, cause);
        Alert begin = only(tracker.track(block, "host", NAMES, anomaly, PATIENCE));
        assertThat(tracker.openId(block, "host")).contains(begin.id());
        assertThat(accepted(index + 1)).extracting(Alert::id).containsExactly(begin.id());
        return begin.id();
    }

    @Test
    void lateRecordsDoNotMoveTheEndBack() {
        anomaly(5, 0.6, 0);
        Finding late = new Finding(6, 2_000, 0.4, 0.5, Trouble.PRESENT, null);

        tracker.track(block, "host", NAMES, late, PATIENCE);

        assertThat(tracker.end(block, "host", NAMES)).hasValueSatisfying(end -> {
            assertThat(end.end()).isEqualTo(5_000);
            assertThat(end.records()).isEqualTo(2);
        });
    }

    @Test
    void endsWithTheInput() {
        assertThat(tracker.end(block, "host", NAMES)).isEmpty();
        anomaly(1, 0.6, 0);

        assertThat(tracker.end(block, "host", NAMES))
                .hasValueSatisfying(end -> assertThat(end.ending()).isEqualTo(EndReason.INPUT_ENDED));
        assertThat(tracker.isOpen(block)).isFalse();
    }

    @Test
    void knowsWhichFeaturesItIsAbout() {
        anomaly(1, 0.6, 1);

        assertThat(tracker.deviation(block, 1)).isEqualTo(2);
        assertThat(tracker.deviation(block, 0)).isNaN();
    }

    @Test
    void aRecordWithoutAValueOfTheAlertIsNoRecovery() {
        anomaly(1, 0.6, 0);
        calm(2);
        for (int index = 3; index < 10; index++) {
            assertThat(track(index, 0, Trouble.UNKNOWN, null, PATIENCE)).isEmpty();
        }

        calm(10);
        assertThat(only(calm(11)).ending()).isEqualTo(EndReason.RECOVERED);
    }

    @Test
    void oneFeatureInTroubleIsTroubleAndOneWithoutAValueSaysNothing() {
        assertThat(Trouble.PRESENT.and(Trouble.ABSENT)).isEqualTo(Trouble.PRESENT);
        assertThat(Trouble.ABSENT.and(Trouble.PRESENT)).isEqualTo(Trouble.PRESENT);
        assertThat(Trouble.ABSENT.and(Trouble.UNKNOWN)).isEqualTo(Trouble.ABSENT);
        assertThat(Trouble.UNKNOWN.and(Trouble.UNKNOWN)).isEqualTo(Trouble.UNKNOWN);
    }

    @Test
    void aValueThatNeverComesBackIsAccepted() {
        anomaly(1, 0.6, 0);
        for (int index = 2; index < 21; index++) {
            assertThat(track(index, 0, Trouble.UNKNOWN, null, PATIENCE)).isEmpty();
        }

        Alert end = only(track(21, 0, Trouble.UNKNOWN, null, PATIENCE));

        assertThat(end.ending()).isEqualTo(EndReason.ACCEPTED);
        assertThat(end.end()).isEqualTo(1000);
        assertThat(end.records()).isEqualTo(1);
    }

    private List<Alert> calm(int index) {
        return track(index, 0, Trouble.ABSENT, null, PATIENCE);
    }

    private List<Alert> troubled(int index) {
        return track(index, 0, Trouble.PRESENT, null, new Hysteresis(3, 5, 1_000));
    }

    private List<Alert> accepted(int index) {
        return track(index, 0, Trouble.ABSENT, null, new Hysteresis(3, 5, 1));
    }

    private List<Alert> anomaly(int index, double score, int feature) {
        Cause cause =
                new Cause(AlertKind.LEVEL, feature, Direction.ABOVE, 7, 5, 6, 14, List.of(new Share(feature, 0.5f, 2)));
        return track(index, score, Trouble.PRESENT, cause, PATIENCE);
    }

    private List<Alert> track(int index, double score, Trouble trouble, @Nullable Cause cause, Hysteresis hysteresis) {
        return tracker.track(
                block, "host", NAMES, new Finding(index, index * 1000L, score, 0.5, trouble, cause), hysteresis);
    }

    private static Alert only(List<Alert> changes) {
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }
}
