package io.lookback.benchmark.detection;

import io.lookback.cli.demo.DemoRecord;
import io.lookback.cli.demo.GeneratedReplay;
import io.lookback.cli.demo.Label;
import io.lookback.cli.evaluate.Readings;
import io.lookback.event.Incident;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A fault that several series of the demonstration have at once: the first feature of each lies higher for three hours,
 * of the first mover at once, of the others a record or two later. The demonstration's own anomalies, two a series and
 * round, stay where they are.
 *
 * @param begin event-time ms
 * @param end event-time ms of the last record that is broken
 * @param members the first mover first
 */
record CommonFault(long begin, long end, List<String> members) {

    private static final int LENGTH = 36;
    private static final int ROUND = 3_000;
    private static final int MOST_LAG = 2;
    /** Records between the fault and what happens to its series anyway. */
    private static final int APART = 100;

    private static final double ROWS_PER_DAY = 288;

    CommonFault {
        members = List.copyOf(members);
    }

    /** A fleet with one fault of the same series in each round. */
    record Planted(Fleet fleet, List<CommonFault> faults) {}

    /** @param deviations of the series' own, by which they lie higher */
    static Planted plant(long seed, int rounds, int members, double deviations) {
        GeneratedReplay replay = new GeneratedReplay(seed, ROUND, rounds);
        Map<String, List<DemoRecord>> records = new LinkedHashMap<>();
        replay.forEachRemaining(record -> records.computeIfAbsent(record.series(), name -> new ArrayList<>())
                .add(record));
        Map<String, Readings> series = new LinkedHashMap<>();
        records.forEach((name, ones) -> series.put(name, readings(ones)));
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(series.keySet());
        Collections.shuffle(names, random);
        List<String> hit = names.subList(0, members);
        List<CommonFault> faults = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int row = quiet(replay.labels(), readingsOf(series, hit.get(0)).times(), hit, round, random);
            faults.add(breakAt(row, hit, series, deviations, random));
        }
        return new Planted(new Fleet(series), faults);
    }

    private static Readings readings(List<DemoRecord> records) {
        int features = records.get(0).features().names().size();
        return new Readings(
                records.stream().mapToLong(DemoRecord::time).toArray(),
                IntStream.range(0, features)
                        .mapToObj(feature -> records.stream()
                                .mapToDouble(record -> record.values().at(feature))
                                .toArray())
                        .toList(),
                ROWS_PER_DAY);
    }

    /** A row in the later two thirds of the round around which nothing else happens to the series. */
    private static int quiet(List<Label> labels, long[] times, List<String> hit, int round, Random random) {
        while (true) {
            int row = round * ROUND + ROUND / 3 + random.nextInt(2 * ROUND / 3 - LENGTH - APART);
            long from = times[row - APART];
            long to = times[row + LENGTH + APART];
            if (labels.stream()
                    .noneMatch(label -> hit.contains(label.series()) && label.begin() <= to && label.end() >= from)) {
                return row;
            }
        }
    }

    private static CommonFault breakAt(
            int row, List<String> hit, Map<String, Readings> series, double deviations, Random random) {
        for (int i = 0; i < hit.size(); i++) {
            int lag = i == 0 ? 0 : 1 + random.nextInt(MOST_LAG);
            double[] values = readingsOf(series, hit.get(i)).features().get(0);
            double higher = deviations * deviation(Arrays.copyOf(values, ROUND / 3));
            for (int at = row + lag; at < row + LENGTH; at++) {
                values[at] += higher;
            }
        }
        long[] times = readingsOf(series, hit.get(0)).times();
        return new CommonFault(times[row], times[row + LENGTH - 1], hit);
    }

    private static Readings readingsOf(Map<String, Readings> series, String name) {
        return Objects.requireNonNull(series.get(name), name);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    /** Its series that have an alert in the incident which began while the fault lasted. */
    Set<String> found(Incident incident) {
        Set<String> found = new TreeSet<>();
        for (Incident.Member member : incident.members()) {
            if (members.contains(member.series()) && member.begin() >= begin && member.begin() <= end) {
                found.add(member.series());
            }
        }
        return found;
    }
}
