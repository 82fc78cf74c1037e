package io.lookback.cli.demo;

import io.lookback.cli.demo.RoundTrips.SeenAlert;
import java.util.List;

/**
 * Labeled stretches against alerts.
 *
 * @param found stretches during which, or within their own length after which, an alert was open
 * @param missed the others
 * @param elsewhere alerts outside all stretches of their series
 */
record DetectedLabels(List<Label> found, List<Label> missed, List<SeenAlert> elsewhere) {

    static DetectedLabels of(List<Label> labels, List<SeenAlert> alerts) {
        List<Label> found = labels.stream()
                .filter(label -> alerts.stream().anyMatch(alert -> covers(alert, label)))
                .toList();
        List<Label> missed =
                labels.stream().filter(label -> !found.contains(label)).toList();
        List<SeenAlert> elsewhere = alerts.stream()
                .filter(alert -> labels.stream().noneMatch(label -> covers(alert, label)))
                .toList();
        return new DetectedLabels(found, missed, elsewhere);
    }

    private static boolean covers(SeenAlert alert, Label label) {
        long grace = label.end() - label.begin();
        return alert.series().equals(label.series())
                && alert.begin() <= label.end() + grace
                && alert.end() >= label.begin();
    }
}
