package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.Medians;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Runs every contender over the same topic, one after the other, every second round backwards, so that what the machine
 * does beside hits all alike. A short round before is not counted. The last round also tells what the contenders keep;
 * then each bears a load of a share of its own throughput.
 */
final class EndToEndBenchmark {

    private final Plan plan;
    private final Workload workload;
    private final Runs runs;
    private final PrintWriter progress;

    private final Map<Entrant, List<Throughput>> rounds = new EnumMap<>(Entrant.class);
    private final Map<Entrant, Footprint> footprints = new EnumMap<>(Entrant.class);
    private final Map<Entrant, Latency> latencies = new EnumMap<>(Entrant.class);

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
                throughput(entrant, plan.shortTrial(), "warm-up", (job, done) -> {});
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            round(round);
        }
        if (plan.latency()) {
            for (Entrant entrant : plan.entrants()) {
                latency(entrant);
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
            Runs.Inspection inspection = round == plan.rounds() ? footprint(entrant) : (job, done) -> {};
            Throughput done = throughput(entrant, plan.trial(), "round-" + round, inspection);
            rounds.computeIfAbsent(entrant, key -> new ArrayList<>()).add(done);
        }
    }

    private Runs.Inspection footprint(Entrant entrant) throws Exception {
        Heap idle = runs.idle(entrant, entrant.label() + "-idle");
        return (job, done) -> {
            Footprint footprint = Footprint.of(job, idle, workload.seriesIn(done.scored()));
            footprints.put(entrant, footprint);
        };
    }

    private Throughput throughput(Entrant entrant, ThroughputTrial trial, String round, Runs.Inspection inspection)
            throws Exception {
        Throughput done = runs.throughput(entrant, trial, entrant.label() + '-' + round, inspection);
        tell("%-8s %-20s %,11.0f records/s (%,d)", round, entrant.label(), done.recordsPerSecond(), done.scored());
        return done;
    }

    private void latency(Entrant entrant) throws Exception {
        Latency latency = runs.latency(entrant, plan.load(median(entrant)), entrant.label() + "-latency");
        latencies.put(entrant, latency);
        tell(
                "latency  %-20s %,11.0f records/s p50 %.1f ms p99 %.1f ms p99.9 %.1f ms, %d without a score",
                entrant.label(), latency.rate(), latency.p50(), latency.p99(), latency.p999(), latency.missing());
    }

    private EndToEndReport report() {
        List<EndToEndReport.Row> rows = new ArrayList<>();
        for (Entrant entrant : plan.entrants()) {
            List<Throughput> done = rounds.getOrDefault(entrant, List.of());
            long most = done.stream().mapToLong(Throughput::scored).max().orElse(0);
            rows.add(new EndToEndReport.Row(
                    entrant.label(),
                    median(entrant),
                    done.stream().map(Throughput::recordsPerSecond).toList(),
                    (double) most / workload.series(),
                    latencies.get(entrant),
                    Objects.requireNonNull(footprints.get(entrant))));
        }
        return new EndToEndReport(workload, plan.trial().records(), plan.rounds(), rows);
    }

    private double median(Entrant entrant) {
        return Medians.of(rounds.getOrDefault(entrant, List.of()).stream()
                .map(Throughput::recordsPerSecond)
                .toList());
    }

    private void tell(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }
}
