package io.lookback.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When resets were asked for, by the series that they name: looked up with each record, so those that name one series
 * cost nothing to the others. Mutable, one thread.
 */
final class ResetTimes {

    private final Map<String, Reset> resets = new TreeMap<>();
    private final Map<String, Long> named = new HashMap<>();
    private final List<Reset> patterns = new ArrayList<>();

    void put(Reset reset) {
        resets.put(reset.id(), reset);
        sort();
    }

    void remove(String id) {
        if (resets.remove(id) != null) {
            sort();
        }
    }

    private void sort() {
        named.clear();
        patterns.clear();
        for (Reset reset : resets.values()) {
            if (reset.series().isOneName()) {
                named.merge(reset.series().text(), reset.at(), Math::max);
            } else {
                patterns.add(reset);
            }
        }
    }

    int size() {
        return resets.size();
    }

    /** When the newest of all was asked for, ms since the epoch; 0 if none was. */
    long newest() {
        return resets.values().stream().mapToLong(Reset::at).max().orElse(0);
    }

    /** When the newest of those that name the series was asked for; 0 if none was. */
    long newest(String series) {
        long newest = named.getOrDefault(series, 0L);
        for (int i = 0; i < patterns.size(); i++) {
            Reset reset = patterns.get(i);
            if (reset.at() > newest && reset.series().matches(series)) {
                newest = reset.at();
            }
        }
        return newest;
    }
}
