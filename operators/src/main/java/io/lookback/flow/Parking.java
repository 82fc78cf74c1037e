package io.lookback.flow;

import io.lookback.event.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Steps that wait to run together. The n-th wave holds every series' n-th parked step, so no series ever shares a wave
 * with itself and each runs in the order of its arrival.
 */
final class Parking {

    private final List<List<Observation>> waves = new ArrayList<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private int size;

    void park(Observation observation) {
        int wave = depths.merge(observation.series(), 1, Integer::sum) - 1;
        if (wave == waves.size()) {
            waves.add(new ArrayList<>());
        }
        waves.get(wave).add(observation);
        size++;
    }

    int size() {
        return size;
    }

    /** Hands out the waves in order and is empty afterwards. */
    void drain(Consumer<List<Observation>> runner) {
        for (List<Observation> wave : waves) {
            if (wave.isEmpty()) {
                break;
            }
            runner.accept(wave);
            wave.clear();
        }
        depths.clear();
        size = 0;
    }
}
