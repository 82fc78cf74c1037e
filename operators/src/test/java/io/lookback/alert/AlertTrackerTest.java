package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.Features;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTrackerTest {

    private static final Features NAMES = Features.of("cpu", "memory");
    private static final long REFRACTORY = 3;

    private final AlertTracker tracker = new AlertTracker();

    @Test
    void anAlertBeginsRisesAndEnds() {
        assertThat(quiet(0)).isEmpty();

        Alert begin = only(anomaly(1, 0.6, 0));
        Alert update = only(anomaly(2, 0.8, 1));
        assertThat(quiet(3)).isEmpty();
        assertThat(quiet(5)).isEmpty();
        Alert end = only(quiet(6));

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
                        null));
        assertThat(update.phase()).isEqualTo(Alert.Phase.UPDATE);
        assertThat(update.id()).isEqualTo("host-1000");
        assertThat(update.feature()).isEqualTo("memory");
        assertThat(update.peak()).isEqualTo(2000);
        assertThat(end.phase()).isEqualTo(Alert.Phase.END);
        assertThat(end.id()).isEqualTo("host-1000");
        assertThat(end.begin()).isEqualTo(1000);
        assertThat(end.end()).isEqualTo(2000);
        assertThat(end.peakScore()).isEqualTo(0.8);
        assertThat(end.records()).isEqualTo(2);
        assertThat(tracker.isOpen()).isFalse();
    }

    @Test
    void anAnomalyAfterTheRefractoryPeriodEndsOneAlertAndBeginsAnother() {
        anomaly(1, 0.6, 0);

        List<Alert> changes = anomaly(9, 0.6, 0);

        assertThat(changes).extracting(Alert::phase).containsExactly(Alert.Phase.END, Alert.Phase.BEGIN);
        assertThat(changes).extracting(Alert::id).containsExactly("host-1000", "host-9000");
    }

    @Test
    void aLowerAnomalyIsCountedAndNotReported() {
        anomaly(1, 0.6, 0);

        assertThat(anomaly(2, 0.55, 1)).isEmpty();
        assertThat(only(quiet(6)).records()).isEqualTo(2);
    }

    @Test
    void anOpenAlertGoesOnAfterARestoreAsBefore() throws IOException {
        anomaly(1, 0.6, 0);
        anomaly(2, 0.8, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tracker.write(new DataOutputStream(bytes));

        AlertTracker restored = AlertTracker.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo((int) tracker.bytes());
        Alert end = restored.end("host", NAMES).orElseThrow();
        assertThat(end.contributions()).containsExactly(new Contribution("memory", 0.5));
        assertThat(end).isEqualTo(tracker.end("host", NAMES).orElseThrow());
    }

    private List<Alert> quiet(long index) {
        return tracker.track("host", NAMES, finding(index, false, 0, 0), REFRACTORY);
    }

    private List<Alert> anomaly(long index, double score, int feature) {
        return tracker.track("host", NAMES, finding(index, true, score, feature), REFRACTORY);
    }

    private static Finding finding(long index, boolean anomaly, double score, int feature) {
        return new Finding(
                index,
                1000 * index,
                anomaly,
                score,
                0.5,
                feature,
                Direction.ABOVE,
                7,
                5,
                List.of(new Share(feature, 0.5f)));
    }

    private static Alert only(List<Alert> changes) {
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }
}
