package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.Medians;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs every contender over the same topic, one after the other, every second round backwards, so that what the machine
 * does beside hits all alike. A short round before is not counted.
 */
final class EndToEndBenchmark implements AutoCloseable {

    private static final String INPUT = "records";
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final int FILL_LINGER_MS = 50;

    private final Broker broker = new Broker();
    private final Setup setup;
    private final Workload workload;
    private final ThroughputTrial trial;
    private final List<Entrant> entrants;
    private final PrintWriter progress;
    private final Map<Entrant, List<Throughput>> rounds = new EnumMap<>(Entrant.class);

    EndToEndBenchmark(
            Setup setup, Workload workload, ThroughputTrial trial, List<Entrant> entrants, PrintWriter progress) {
        this.setup = setup;
        this.workload = workload;
        this.trial = trial;
        this.entrants = entrants;
        this.progress = progress;
    }

    EndToEndReport run(int count) throws Exception {
        fill();
        for (Entrant entrant : entrants) {
            throughput(entrant, "warm-up", new ThroughputTrial(trial.records(), shorter(WARM_UP, trial.limit())));
        }
        for (int round = 1; round <= count; round++) {
            round(round);
        }
        return new EndToEndReport(workload, trial.records(), count, rows());
    }

    @Override
    public void close() {
        broker.close();
    }

    private void fill() {
        broker.createInput(INPUT, setup.parallelism());
        try (Sender sender = new Sender(broker.bootstrap(), INPUT, workload, FILL_LINGER_MS)) {
            for (long index = 0; index < trial.records(); index++) {
                sender.send(index);
            }
        }
        tell("%,d records of %,d series wait", trial.records(), workload.series());
    }

    private void round(int round) throws Exception {
        List<Entrant> order = new ArrayList<>(entrants);
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        for (Entrant entrant : order) {
            Throughput done = throughput(entrant, "round-" + round, trial);
            rounds.computeIfAbsent(entrant, key -> new ArrayList<>()).add(done);
        }
    }

    private Throughput throughput(Entrant entrant, String round, ThroughputTrial trial) throws Exception {
        Route route = new Route(broker.bootstrap(), INPUT, entrant.label() + '-' + round);
        broker.createOutputs(route);
        broker.stampOnArrival(route.scores());
        try (OutputLog scores = new OutputLog(route.bootstrap(), route.scores());
                OutputLog deadLetters = new OutputLog(route.bootstrap(), route.deadLetters());
                RunningJob job =
                        RunningJob.start(entrant, setup.job(route, entrant.cells(), "earliest"), setup, workload)) {
            Throughput done = trial.measure(job, scores, deadLetters);
            tell("%-8s %-20s %,11.0f records/s (%,d)", round, entrant.label(), done.recordsPerSecond(), done.scored());
            return done;
        } finally {
            broker.deleteOutputs(route);
        }
    }

    private List<EndToEndReport.Row> rows() {
        List<EndToEndReport.Row> rows = new ArrayList<>();
        rounds.forEach((entrant, done) -> {
            List<Double> rates = done.stream().map(Throughput::recordsPerSecond).toList();
            long most = done.stream().mapToLong(Throughput::scored).max().orElse(0);
            rows.add(new EndToEndReport.Row(
                    entrant.label(), Medians.of(rates), rates, (double) most / workload.series()));
        });
        return rows;
    }

    private void tell(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
