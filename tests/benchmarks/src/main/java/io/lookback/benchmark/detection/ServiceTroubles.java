package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.incident.IncidentSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Services that are labeled, each with several values that are a series each: {@code service/value}. Labels of different
 * services that overlap are one trouble.
 */
record ServiceTroubles(Fleet fleet, List<Trouble> troubles) {

    /**
     * @param begin event-time ms
     * @param end event-time ms
     */
    record Trouble(long begin, long end, Set<String> services) {

        boolean overlaps(long from, long to) {
            return from <= end && to >= begin;
        }
    }

    static ServiceTroubles read(Path folder) throws IOException {
        Map<String, Readings> series = new LinkedHashMap<>();
        List<Trouble> labeled = new ArrayList<>();
        for (Path file : LabeledSeries.files(folder)) {
            Labeled all = LabeledSeries.csv(file);
            String service = all.name().replaceFirst("\\.csv$", "");
            Readings readings = all.readings();
            for (int feature = 0; feature < readings.features().size(); feature++) {
                series.put(
                        service + "/m" + feature,
                        new Readings(
                                readings.times(), List.of(readings.features().get(feature)), readings.rowsPerDay()));
            }
            for (Span span : all.events()) {
                labeled.add(
                        new Trouble(readings.times()[span.first()], readings.times()[span.last()], Set.of(service)));
            }
        }
        return new ServiceTroubles(new Fleet(series), merged(labeled));
    }

    private static List<Trouble> merged(List<Trouble> labeled) {
        List<Trouble> merged = new ArrayList<>();
        for (Trouble one : labeled.stream()
                .sorted(Comparator.comparingLong(Trouble::begin))
                .toList()) {
            Trouble last = merged.isEmpty() ? one : merged.get(merged.size() - 1);
            if (!merged.isEmpty() && one.begin() <= last.end()) {
                Set<String> services = new TreeSet<>(last.services());
                services.addAll(one.services());
                merged.set(merged.size() - 1, new Trouble(last.begin(), Math.max(last.end(), one.end()), services));
            } else {
                merged.add(one);
            }
        }
        return merged;
    }

    /** A row for each trouble, then what happened outside of them. */
    void print(List<Alert> alerts, IncidentSpec spec, PrintWriter out) {
        List<Incident> incidents = Fleet.incidents(alerts, spec);
        List<Alert> begun = alerts.stream()
                .filter(alert -> alert.phase() == Alert.Phase.BEGIN)
                .toList();
        out.printf(Locale.ROOT, "incidents.within %d min%n%n", spec.within().toMinutes());
        out.println(
                "| trouble | services labeled | series that alert | incidents | series in the largest | its services"
                        + " | first mover |");
        out.println("|---|---|---|---|---|---|---|");
        troubles.forEach(trouble -> out.println(row(trouble, begun, incidents)));
        long outside = incidents.stream()
                .filter(incident -> troubles.stream().noneMatch(one -> one.overlaps(incident.begin(), incident.end())))
                .count();
        out.printf(
                Locale.ROOT,
                "%n%d alerts became %d incidents, %d of them outside of every label; %d alerts are in no incident.%n%n",
                begun.size(),
                incidents.size(),
                outside,
                begun.size()
                        - incidents.stream()
                                .mapToInt(incident -> incident.members().size())
                                .sum());
    }

    private static String row(Trouble trouble, List<Alert> begun, List<Incident> incidents) {
        List<Incident> touching = incidents.stream()
                .filter(incident -> trouble.overlaps(incident.begin(), incident.end()))
                .toList();
        long alerted = begun.stream()
                .filter(alert -> trouble.overlaps(alert.begin(), alert.begin()))
                .map(Alert::series)
                .distinct()
                .count();
        Incident largest =
                touching.stream().max(Comparator.comparingInt(Incident::size)).orElse(null);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %s |",
                Instant.ofEpochMilli(trouble.begin()).toString().substring(0, 16),
                names(trouble.services()),
                alerted,
                touching.size(),
                largest == null
                        ? "| | "
                        : largest.size()
                                + " | "
                                + names(largest.members().stream()
                                        .map(member -> member.series().replaceFirst("/.*", ""))
                                        .collect(Collectors.toCollection(TreeSet::new)))
                                + " | "
                                + largest.firstMover());
    }

    private static String names(Set<String> services) {
        return services.stream()
                .map(name -> name.replaceFirst("service-", ""))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
