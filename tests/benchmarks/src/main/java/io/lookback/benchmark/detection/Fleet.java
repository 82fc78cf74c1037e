package io.lookback.benchmark.detection;

import io.lookback.cell.CellSpec;
import io.lookback.cli.evaluate.Readings;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.incident.IncidentSpec;
import io.lookback.incident.IncidentTracker;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series that live side by side, by name. */
record Fleet(Map<String, Readings> series) {

    Fleet {
        series = Map.copyOf(series);
    }

    /** Changes of alerts in the order in which a job whose series are in step learns of them. */
    List<Alert> alerts(List<CellSpec> cells) {
        return series.entrySet().parallelStream()
                .flatMap(one -> Life.changes(one.getKey(), one.getValue(), cells, DetectionSpec.DEFAULT).stream())
                .sorted(Comparator.comparingLong(Life.Change::time)
                        .thenComparing(change -> change.alert().series()))
                .map(Life.Change::alert)
                .toList();
    }

    /** The last change of each incident that comes of these alerts, by beginning. */
    static List<Incident> incidents(List<Alert> alerts, IncidentSpec spec) {
        IncidentTracker tracker = new IncidentTracker(spec);
        Map<String, Incident> last = new LinkedHashMap<>();
        for (Alert alert : alerts) {
            for (Incident change : tracker.take(alert)) {
                last.put(change.id(), change);
            }
        }
        return List.copyOf(last.values());
    }
}
