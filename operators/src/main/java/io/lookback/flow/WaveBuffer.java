package io.lookback.flow;

import io.lookback.event.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Steps that wait to run together. The n-th wave holds every series' n-th buffered step, so no series ever shares a wave
 * with itself and each runs in the order of its arrival.
 */
final class WaveBuffer {

    private final LongSupplier nanoTime;
    private final List<List<Observation>> waves = new ArrayList<>();
    private final Map<String, Integer> depths = new HashMap<>();
    /** When each wave's first step came. */
    private long[] since = new long[16];

    private int size;

    /** @param nanoTime such as {@link System#nanoTime}, asked once a wave */
    WaveBuffer(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(Observation observation) {
        int index = depths.merge(observation.series(), 1, Integer::sum) - 1;
        if (index == waves.size()) {
            waves.add(new ArrayList<>());
            since = index < since.length ? since : Arrays.copyOf(since, 2 * index);
        }
        List<Observation> wave = waves.get(index);
        if (wave.isEmpty()) {
            since[index] = nanoTime.getAsLong();
        }
        wave.add(observation);
        size++;
    }

    int size() {
        return size;
    }

    /** Hands out the waves in order and is empty afterwards. */
    void drain(Runner runner) {
        for (int index = 0; index < waves.size(); index++) {
            List<Observation> wave = waves.get(index);
            if (wave.isEmpty()) {
                break;
            }
            runner.run(wave, since[index]);
            wave.clear();
        }
        depths.clear();
        size = 0;
    }

    /** Takes a wave. */
    interface Runner {

        /** @param since when the wave's first step was buffered, ns */
        void run(List<Observation> wave, long since);
    }
}
