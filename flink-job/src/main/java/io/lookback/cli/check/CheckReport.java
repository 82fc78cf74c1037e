package io.lookback.cli.check;

import io.lookback.event.Rejection;
import io.lookback.job.JobConfig;
import io.lookback.wire.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The decoded sample as a person reads it. */
final class CheckReport {

    private static final int MOST_SERIES = 5;
    private static final int MOST_FEATURES = 40;
    private static final int PICTURE = 32;
    private static final int LONG_ENOUGH = 20;

    private final DecodedSample decoded;
    private final PrintWriter out;

    CheckReport(DecodedSample decoded, PrintWriter out) {
        this.decoded = decoded;
        this.out = out;
    }

    /** @param unit of times that are numbers, in words */
    void print(Sample sample, JobConfig config, String unit) {
        line(
                "Sample",
                "%,d records of %s, %d partition%s",
                decoded.records(),
                config.input().topics(),
                sample.partitions(),
                sample.partitions() == 1 ? "" : "s");
        sample.note().ifPresent(note -> line("", "%s", note));
        line("Observations", "%,d", decoded.observations());
        if (decoded.observations() > 0) {
            series();
            times(unit);
            values();
        }
        rejected();
        out.flush();
    }

    private void series() {
        Map<String, SeriesSample> all = decoded.series();
        List<Map.Entry<String, SeriesSample>> largest = all.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, SeriesSample> entry) ->
                                -entry.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_SERIES)
                .toList();
        line(
                "Series",
                "%,d: %s%s",
                all.size(),
                largest.stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue().size() + ")")
                        .collect(Collectors.joining(", ")),
                all.size() > largest.size() ? ", ..." : "");
        long scattered =
                all.values().stream().filter(one -> one.partitions() > 1).count();
        if (scattered > 0) {
            line(
                    "",
                    "%,d of them in several partitions: records wait for the slowest one (order.across-partitions); give"
                            + " the records the series' name as key",
                    scattered);
        }
        if (all.size() > decoded.observations() / 2 && decoded.observations() > MOST_SERIES) {
            line("", "Most series have one record: input.series may name a field that differs in every record");
        }
    }

    private void times(String unit) {
        List<Long> times = decoded.series().values().stream()
                .flatMap(one -> one.times().stream())
                .sorted()
                .toList();
        line(
                "Times",
                "%s to %s (%s)",
                Instant.ofEpochMilli(times.get(0)),
                Instant.ofEpochMilli(times.get(times.size() - 1)),
                unit);
        List<Long> intervals = decoded.series().values().stream()
                .flatMap(one -> one.intervals().stream())
                .sorted()
                .toList();
        if (!intervals.isEmpty()) {
            line(
                    "",
                    "usually %s between records of a series, %,d gaps of more than three times their series' usual one",
                    shown(intervals.get(intervals.size() / 2)),
                    sum(SeriesSample::gaps));
        }
        long late = sum(SeriesSample::outOfOrder);
        if (late > 0) {
            long behind = decoded.series().values().stream()
                    .mapToLong(SeriesSample::farthestBehind)
                    .max()
                    .orElse(0);
            line(
                    "",
                    "%,d out of order, by at most %s: order.max-out-of-orderness: %s would wait for them",
                    late,
                    shown(behind),
                    shown(behind));
        }
        if (sum(SeriesSample::repeated) > 0) {
            line(
                    "",
                    "%,d at the same instant as one before in their series (order.duplicates)",
                    sum(SeriesSample::repeated));
        }
    }

    private long sum(ToLongFunction<SeriesSample> figure) {
        return decoded.series().values().stream().mapToLong(figure).sum();
    }

    private void values() {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        Map<String, List<Double>> longest = new LinkedHashMap<>();
        for (SeriesSample one : decoded.series().values()) {
            one.values().forEach((name, values) -> {
                all.computeIfAbsent(name, first -> new ArrayList<>()).addAll(values);
                longest.merge(name, values, (left, right) -> right.size() > left.size() ? right : left);
            });
        }
        int width = Math.min(
                40, all.keySet().stream().mapToInt(String::length).max().orElse(0));
        line("Values", "%,d: name, lowest, median, highest, missing, and the longest series", all.size());
        all.entrySet().stream()
                .limit(MOST_FEATURES)
                .forEach(entry -> value(
                        entry.getKey(), entry.getValue(), longest.getOrDefault(entry.getKey(), List.of()), width));
        if (all.size() > MOST_FEATURES) {
            line("", "and %,d more", all.size() - MOST_FEATURES);
        }
    }

    private void value(String name, List<Double> values, List<Double> longest, int width) {
        List<Double> there =
                values.stream().filter(value -> !value.isNaN()).sorted().toList();
        double missing = 100.0 * (values.size() - there.size()) / values.size();
        line(
                "",
                "%-" + width + "s  %10s  %10s  %10s  %4.0f %%  %s%s",
                name,
                there.isEmpty() ? "-" : number(there.get(0)),
                there.isEmpty() ? "-" : number(there.get(there.size() / 2)),
                there.isEmpty() ? "-" : number(there.get(there.size() - 1)),
                missing,
                Sparkline.of(longest, PICTURE),
                climbs(longest) ? "  never falls: a counter (input.counters)?" : "");
    }

    private static boolean climbs(List<Double> values) {
        int rises = 0;
        for (int i = 1; i < values.size(); i++) {
            if (!(values.get(i) >= values.get(i - 1))) {
                return false;
            }
            rises += values.get(i) > values.get(i - 1) ? 1 : 0;
        }
        return values.size() >= LONG_ENOUGH && rises > values.size() / 2;
    }

    private void rejected() {
        Map<Rejection.Reason, Integer> rejected = decoded.rejected();
        int all = rejected.values().stream().mapToInt(Integer::intValue).sum();
        line("Rejected", "%,d of %,d records%s", all, decoded.records(), all == 0 ? "" : ": " + counted(rejected));
        decoded.first()
                .ifPresent(first -> line("", "the first, %s: %s", first.origin().id(), first.message()));
    }

    private static String counted(Map<Rejection.Reason, Integer> rejected) {
        Set<Map.Entry<Rejection.Reason, Integer>> entries = rejected.entrySet();
        return entries.stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private void line(String what, String format, Object... parts) {
        out.println(
                Printable.line(String.format(Locale.ROOT, "%-14s%s", what, String.format(Locale.ROOT, format, parts))));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    private static String shown(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (millis % 60_000 == 0 && millis > 0) {
            return duration.toMinutes() + " min";
        }
        return millis % 1_000 == 0 ? duration.toSeconds() + " s" : millis + " ms";
    }
}
