package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.Medians;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs every contender over the same topic, one after the other, every second round backwards, so that what the machine
 * does beside hits all alike. A short round before is not counted. In the end each bears a load that is a share of its own
 * throughput.
 */
final class EndToEndBenchmark {

    private final Plan plan;
    private final Workload workload;
    private final Runs runs;
    private final PrintWriter progress;

    private final Map<Entrant, List<Throughput>> rounds = new EnumMap<>(Entrant.class);
    private final Map<Entrant, Runs.Steady> steady = new EnumMap<>(Entrant.class);

    EndToEndBenchmark(Plan plan, Workload workload, Runs runs, PrintWriter progress) {
        this.plan = plan;
        this.workload = workload;
        this.runs = runs;
        this.progress = progress;
    }

    EndToEndReport run() throws Exception {
        runs.fill(plan.trial().records());
        tell("%,d records of %,d series wait", plan.trial().records(), workload.series());
        if (plan.warmUp()) {
            for (Entrant entrant : plan.entrants()) {
                throughput(entrant, plan.warmUpTrial(), "warm-up");
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            round(round);
        }
        if (plan.loads()) {
            for (Entrant entrant : plan.entrants()) {
                load(entrant);
            }
        }
        return report();
    }

    private void round(int round) throws Exception {
        List<Entrant> order = new ArrayList<>(plan.entrants());
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        for (Entrant entrant : order) {
            Throughput done = throughput(entrant, plan.trial(), "round-" + round);
            rounds.computeIfAbsent(entrant, key -> new ArrayList<>()).add(done);
        }
    }

    private Throughput throughput(Entrant entrant, ThroughputTrial trial, String round) throws Exception {
        Throughput done = runs.throughput(entrant, trial, entrant.label() + '-' + round);
        tell("%-8s %-20s %,11.0f records/s (%,d)", round, entrant.label(), done.recordsPerSecond(), done.scored());
        return done;
    }

    private void load(Entrant entrant) throws Exception {
        OpenLoop load = plan.load(median(entrant));
        Runs.Steady found = runs.steady(entrant, load, settled(entrant), entrant.label() + "-load");
        steady.put(entrant, found);
        Latency latency = found.latency();
        tell(
                "load     %-20s %,11.0f records/s p50 %.1f ms p99 %.1f ms p99.9 %.1f ms, %d without a score",
                entrant.label(), latency.rate(), latency.p50(), latency.p99(), latency.p999(), latency.missing());
    }

    private EndToEndReport report() {
        List<EndToEndReport.Row> rows = new ArrayList<>();
        for (Entrant entrant : plan.entrants()) {
            rows.add(new EndToEndReport.Row(
                    entrant.label(),
                    median(entrant),
                    done(entrant).map(Throughput::recordsPerSecond).toList(),
                    (double) settled(entrant) / workload.series(),
                    (double) done(entrant).mapToLong(Throughput::scored).max().orElse(0) / workload.series(),
                    steady.get(entrant)));
        }
        return new EndToEndReport(workload, plan.trial().records(), plan.rounds(), rows);
    }

    /** As many records as throughput was counted behind. */
    private long settled(Entrant entrant) {
        return done(entrant).mapToLong(Throughput::settled).min().orElse(0);
    }

    private double median(Entrant entrant) {
        return Medians.of(done(entrant).map(Throughput::recordsPerSecond).toList());
    }

    private Stream<Throughput> done(Entrant entrant) {
        return rounds.getOrDefault(entrant, List.of()).stream();
    }

    private void tell(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }
}
