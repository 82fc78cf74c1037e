package io.lookback.cli.watch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest incidents, at most {@value #MOST}: of those that are over the one without a change for longest leaves first,
 * then of the open ones. Not thread-safe: its {@link WatchState} guards it.
 */
final class SeenIncidents {

    static final int MOST = 50;

    private final Map<String, SeenIncident> incidents = new LinkedHashMap<>();
    private long changes;

    /** A job delivers at least once: a change may come again after the end, which stands. */
    void accept(SeenIncident incident) {
        SeenIncident before = incidents.get(incident.id());
        if (before != null && !before.open() && incident.open()) {
            return;
        }
        incidents.remove(incident.id());
        incidents.put(incident.id(), incident);
        if (incidents.size() > MOST) {
            leave();
        }
        changes++;
    }

    private void leave() {
        Iterator<SeenIncident> all = incidents.values().iterator();
        while (all.hasNext()) {
            if (!all.next().open()) {
                all.remove();
                return;
            }
        }
        incidents.remove(incidents.keySet().iterator().next());
    }

    /** Number of changes so far. */
    long changes() {
        return changes;
    }

    /** The one that changed last stands last. */
    List<SeenIncident> all() {
        return List.copyOf(incidents.values());
    }
}
