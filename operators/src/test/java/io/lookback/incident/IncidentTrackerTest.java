package io.lookback.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.Incident;
import io.lookback.event.Suppression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentTrackerTest {

    private static final long HOUR = 3_600_000;
    private static final long MINUTE = 60_000;

    private IncidentTracker tracker = new IncidentTracker(IncidentSpec.DEFAULT);
    private final List<Incident> changes = new ArrayList<>();

    @Test
    void manySeriesAtOnceAreOneIncidentFromItsFirstMoverToItsLastEnd() {
        long fault = 100 * HOUR;
        for (int i = 0; i < 5; i++) {
            take(alert("rack-3/host-" + i, fault + i * MINUTE, Alert.Phase.BEGIN, 0.5 + i / 10.0));
        }
        for (int i = 0; i < 5; i++) {
            take(alert("rack-3/host-" + i, fault + i * MINUTE, Alert.Phase.END, 0.5));
        }

        Incident.Member opener = changes.get(0).members().get(changes.get(0).size() - 1);
        assertThat(changes)
                .extracting(Incident::phase)
                .startsWith(Alert.Phase.BEGIN, Alert.Phase.UPDATE)
                .endsWith(Alert.Phase.END);
        assertThat(changes).extracting(Incident::id).containsOnly("incident-" + opener.alert());
        Incident end = changes.get(changes.size() - 1);
        assertThat(end.size()).isEqualTo(5);
        assertThat(end.firstMover()).isEqualTo("rack-3/host-0");
        assertThat(end.shared()).isEqualTo("rack-3");
        assertThat(end.title()).isEqualTo("rack-3 (5 series)");
        assertThat(end.begin()).isEqualTo(fault);
        assertThat(end.severity()).isEqualTo(0.9);
        assertThat(tracker.open()).isZero();
    }

    @Test
    void whatBeginsAfterTheEndOfAnIncidentIsAnother() {
        long fault = 100 * HOUR;
        for (int begun = 0; begun < 2; begun++) {
            long time = fault + begun * 4 * MINUTE;
            for (int i = 0; i < 5; i++) {
                take(alert("rack-3/host-" + i, time, Alert.Phase.BEGIN, 0.5));
            }
            for (int i = 0; i < 5; i++) {
                take(alert("rack-3/host-" + i, time, Alert.Phase.END, 0.5));
            }
        }

        List<Incident> ended = changes.stream()
                .filter(change -> change.phase() == Alert.Phase.END)
                .toList();
        assertThat(ended).extracting(Incident::begin).containsExactly(fault, fault + 4 * MINUTE);
        assertThat(ended).extracting(incident -> incident.members().size()).containsExactly(5, 5);
        assertThat(ended).extracting(Incident::id).doesNotHaveDuplicates();
        assertThat(tracker.open()).isZero();
    }

    @Test
    void alertsThatComeByChanceAreNoIncident() {
        Random random = new Random(7);
        long time = 0;
        for (int i = 0; i < 2_000; i++) {
            time += (long) (-Math.log(random.nextDouble()) * 5 * MINUTE);
            take(alert("host-" + random.nextInt(5_000), time, Alert.Phase.BEGIN, 0.5));
        }

        assertThat(changes.stream().filter(change -> change.phase() == Alert.Phase.BEGIN))
                .as("of 2,000 alerts, on average four in any twenty minutes")
                .hasSizeLessThan(20);
    }

    @Test
    void seriesThatAlertedTogetherBeforeAreAnIncidentOfTwo() {
        for (int day = 0; day < 4; day++) {
            long time = day * 24 * HOUR;
            for (int other = 0; other < 40; other++) {
                once("other-" + other, time + other * 10 * MINUTE);
            }
            changes.clear();
            time += 10 * HOUR;
            take(alert("db", time, Alert.Phase.BEGIN, 0.5));
            take(alert("web", time + 2 * MINUTE, Alert.Phase.BEGIN, 0.5));
            take(alert("db", time, Alert.Phase.END, 0.5));
            take(alert("web", time + 2 * MINUTE, Alert.Phase.END, 0.5));
        }

        assertThat(changes).extracting(Incident::phase).contains(Alert.Phase.BEGIN, Alert.Phase.END);
        assertThat(changes.get(0).members()).extracting(Incident.Member::series).containsExactly("db", "web");
        assertThat(changes.get(0).title()).isEqualTo("db and 1 more");
    }

    @Test
    void suppressedAlertsAndTheInputsSilenceTakeNoPart() {
        for (int i = 0; i < 8; i++) {
            tracker.take(alert("host-" + i, HOUR, Alert.Phase.BEGIN, 0.5).suppressed(new Suppression("r", "")));
            tracker.take(alert("*", HOUR + i, Alert.Phase.BEGIN, 0.5, AlertKind.SILENCE));
        }

        assertThat(tracker.open()).isZero();
    }

    @Test
    void aSeriesMayHaveTheNameOfTheWholeInput() {
        for (int i = 0; i < 5; i++) {
            take(alert(i == 0 ? "*" : "host-" + i, 100 * HOUR, Alert.Phase.BEGIN, 0.5));
        }

        assertThat(changes.get(changes.size() - 1).members())
                .extracting(Incident.Member::series)
                .hasSize(5)
                .contains("*");
    }

    @Test
    void aRestartInBetweenChangesNothing() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            long time = i * 3 * MINUTE + (i % 40 < 6 ? -i % 40 * 2 * MINUTE : 0);
            String series = "host-" + random.nextInt(30);
            alerts.add(alert(series, time, Alert.Phase.BEGIN, random.nextDouble()));
            alerts.add(alert(series, time, Alert.Phase.END, random.nextDouble()));
        }
        alerts.forEach(this::take);
        List<Incident> expected = List.copyOf(changes);
        changes.clear();
        tracker = new IncidentTracker(IncidentSpec.DEFAULT);

        for (Alert alert : alerts) {
            take(alert);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            tracker.write(new DataOutputStream(bytes));
            tracker = IncidentTracker.read(
                    new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), IncidentSpec.DEFAULT);
        }

        assertThat(changes).isEqualTo(expected);
    }

    private void once(String series, long time) {
        take(alert(series, time, Alert.Phase.BEGIN, 0.5));
        take(alert(series, time, Alert.Phase.END, 0.5));
    }

    private void take(Alert alert) {
        changes.addAll(tracker.take(alert));
    }

    static Alert alert(String series, long begin, Alert.Phase phase, double severity) {
        return alert(series, begin, phase, severity, AlertKind.LEVEL);
    }

    private static Alert alert(String series, long begin, Alert.Phase phase, double severity, AlertKind kind) {
        @Nullable EndReason ending = phase == Alert.Phase.END ? EndReason.RECOVERED : null;
        return new Alert(
                series + '-' + begin,
                series,
                phase,
                begin,
                begin,
                begin + MINUTE,
                1,
                severity,
                1,
                "value",
                Direction.ABOVE,
                2,
                1,
                List.of(),
                null,
                kind,
                "value is 2",
                ending);
    }
}
