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
 * does beside hits all alike. A round before is not counted. In the end each bears a load that is a share of its own
 * throughput.
 */
final class EndToEndBenchmark {

    private final Plan plan;
    private final Workload workload;
    private final Runs runs;
    private final PrintWriter progress;

    private final Map<Contender, List<Throughput>> rounds = new EnumMap<>(Contender.class);
    private final Map<Contender, Runs.Steady> steady = new EnumMap<>(Contender.class);

    EndToEndBenchmark(Plan plan, Workload workload, Runs runs, PrintWriter progress) {
        this.plan = plan;
        this.workload = workload;
        this.runs = runs;
        this.progress = progress;
    }

    EndToEndReport run() throws Exception {
        runs.fill(plan.trial().records());
        tell("%,d records of %,d series wait", plan.trial().records(), workload.series());
        if (!plan.warmUp().isZero()) {
            for (Contender contender : plan.contenders()) {
                throughput(contender, plan.warmUpTrial(), "warm-up");
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            round(round);
        }
        if (plan.loads()) {
            for (Contender contender : plan.contenders()) {
                load(contender);
            }
        }
        return report();
    }

    private void round(int round) throws Exception {
        List<Contender> order = new ArrayList<>(plan.contenders());
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        for (Contender contender : order) {
            Throughput done = throughput(contender, plan.trial(), "round-" + round);
            rounds.computeIfAbsent(contender, key -> new ArrayList<>()).add(done);
        }
    }

    private Throughput throughput(Contender contender, ThroughputTrial trial, String round) throws Exception {
        Throughput done = runs.throughput(contender, trial, contender.label() + '-' + round);
        tell("%-8s %-20s %,11.0f records/s (%,d)", round, contender.label(), done.recordsPerSecond(), done.scored());
        return done;
    }

    private void load(Contender contender) throws Exception {
        OpenLoop load = plan.load(median(contender));
        Runs.Steady found = runs.steady(contender, load, settled(contender), contender.label() + "-load");
        steady.put(contender, found);
        Latency latency = found.latency();
        tell(
                "load     %-20s %,11.0f records/s p50 %.1f ms p99 %.1f ms p99.9 %.1f ms, %d without a score",
                contender.label(), latency.rate(), latency.p50(), latency.p99(), latency.p999(), latency.missing());
    }

    private EndToEndReport report() {
        List<EndToEndReport.Row> rows = new ArrayList<>();
        for (Contender contender : plan.contenders()) {
            rows.add(new EndToEndReport.Row(
                    contender.label(),
                    median(contender),
                    done(contender).map(Throughput::recordsPerSecond).toList(),
                    (double) settled(contender) / workload.series(),
                    (double) done(contender).mapToLong(Throughput::scored).max().orElse(0) / workload.series(),
                    steady.get(contender)));
        }
        return new EndToEndReport(workload, plan.trial().records(), plan.rounds(), rows);
    }

    /** As many records as throughput was counted behind. */
    private long settled(Contender contender) {
        return done(contender).mapToLong(Throughput::settled).min().orElse(0);
    }

    private double median(Contender contender) {
        return Medians.of(done(contender).map(Throughput::recordsPerSecond).toList());
    }

    private Stream<Throughput> done(Contender contender) {
        return rounds.getOrDefault(contender, List.of()).stream();
    }

    private void tell(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }
}
