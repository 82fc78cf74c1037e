package io.lookback.cli.check;

import io.lookback.event.Observation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the sample holds of one series. One thread. */
final class SeriesSample {

    private static final double LONG_GAP = 3;

    private final List<Long> times = new ArrayList<>();
    private final Set<String> partitions = new TreeSet<>();
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private long newest = Long.MIN_VALUE;
    private int outOfOrder;
    private int repeated;
    private long latest;

    void add(Observation observation) {
        long time = observation.time();
        if (time < newest) {
            outOfOrder++;
            latest = Math.max(latest, newest - time);
        } else if (time == newest) {
            repeated++;
        }
        newest = Math.max(newest, time);
        times.add(time);
        partitions.add(
                observation.origin().source() + '-' + observation.origin().partition());
        for (int i = 0; i < observation.values().size(); i++) {
            values.computeIfAbsent(observation.features().names().get(i), name -> new ArrayList<>())
                    .add(observation.values().at(i));
        }
    }

    int size() {
        return times.size();
    }

    int partitions() {
        return partitions.size();
    }

    int outOfOrder() {
        return outOfOrder;
    }

    int repeated() {
        return repeated;
    }

    /** How far the latest record lay behind one that came before it, in ms. */
    long farthestBehind() {
        return latest;
    }

    Map<String, List<Double>> values() {
        return values;
    }

    List<Long> times() {
        return times;
    }

    /** Between records that follow each other in time, in ms, sorted; records at the same instant count once. */
    List<Long> intervals() {
        List<Long> sorted = times.stream().sorted().distinct().toList();
        List<Long> intervals = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            intervals.add(sorted.get(i) - sorted.get(i - 1));
        }
        intervals.sort(null);
        return intervals;
    }

    /** Intervals that are much longer than usual. */
    long gaps() {
        List<Long> intervals = intervals();
        if (intervals.isEmpty()) {
            return 0;
        }
        double usual = intervals.get(intervals.size() / 2);
        return intervals.stream()
                .filter(interval -> interval > LONG_GAP * usual)
                .count();
    }
}
