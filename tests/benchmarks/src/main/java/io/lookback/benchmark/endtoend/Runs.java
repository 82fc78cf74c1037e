package io.lookback.benchmark.endtoend;

import io.lookback.job.JobConfig;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Starts the jobs of a comparison, each on topics of its own, and has them measured. One thread. */
final class Runs implements AutoCloseable {

    private static final String FILLED = "records";
    private static final int FILL_LINGER_MS = 50;

    private final Broker broker;
    private final LocalCluster cluster;
    private final Setup setup;
    private final Workload workload;
    private final Lives lives;
    /** Savepoints of those whose series have lived. */
    private final Map<Contender, String> lived = new EnumMap<>(Contender.class);

    private Runs(Broker broker, LocalCluster cluster, Setup setup, Workload workload, Lives lives) {
        this.broker = broker;
        this.cluster = cluster;
        this.setup = setup;
        this.workload = workload;
        this.lives = lives;
    }

    /** Starts a broker and a Flink for all jobs of the comparison. */
    static Runs prepare(Setup setup, Workload workload, Lives lives) throws Exception {
        Broker broker = new Broker();
        try {
            return new Runs(broker, LocalCluster.start(setup.parallelism(), setup.managed()), setup, workload, lives);
        } catch (Exception failed) {
            broker.close();
            throw failed;
        }
    }

    /** Fills the topic that every throughput is measured on. */
    void fill(long records) {
        broker.createInput(FILLED, setup.parallelism());
        try (Sender sender = new Sender(broker.bootstrap(), FILLED, workload, FILL_LINGER_MS)) {
            for (long index = 0; index < records; index++) {
                sender.send(index);
            }
        }
    }

    Throughput throughput(Contender contender, ThroughputTrial trial, String name) throws Exception {
        Route route = route(FILLED, name);
        broker.stampOnArrival(route.scores());
        try (OutputLog scores = new OutputLog(route.bootstrap(), route.scores());
                OutputLog deadLetters = new OutputLog(route.bootstrap(), route.deadLetters());
                RunningJob job = start(contender, route)) {
            return trial.measure(job, scores, deadLetters);
        } finally {
            broker.deleteOutputs(route);
            setup.deleteCheckpoints();
        }
    }

    /**
     * Latency under a load, and what the job keeps when the load is over.
     *
     * @param settled records that the job scores before the load
     */
    Steady steady(Contender contender, OpenLoop load, long settled, String name) throws Exception {
        String input = name + "-records";
        broker.createInput(input, setup.parallelism());
        Route route = route(input, name);
        Heap before = Heap.afterCollection();
        try (RunningJob job = start(contender, route)) {
            Heap empty = lived.containsKey(contender) ? before : Heap.afterCollection();
            Latency latency = new LatencyTrial(workload, load, settled).measure(job, route);
            long series =
                    lived.containsKey(contender) ? workload.series() : workload.seriesIn(settled + load.records());
            return new Steady(latency, Footprint.of(job, empty, series));
        } finally {
            broker.deleteOutputs(route);
            setup.deleteCheckpoints();
        }
    }

    /** What was found under a load that the job bears. */
    record Steady(Latency latency, Footprint footprint) {}

    @Override
    public void close() throws Exception {
        try (broker) {
            cluster.close();
        }
    }

    private Route route(String input, String output) throws ExecutionException, InterruptedException {
        Route route = new Route(broker.bootstrap(), input, output);
        broker.createOutputs(route);
        return route;
    }

    private RunningJob start(Contender contender, Route route) throws Exception {
        JobConfig config = setup.job(route, contender.cells());
        return cluster.run(contender, config, workload, savepoint(contender, config));
    }

    private Optional<String> savepoint(Contender contender, JobConfig config) throws Exception {
        if (lives.records() == 0 || !contender.lives()) {
            return Optional.empty();
        }
        if (!lived.containsKey(contender)) {
            String path = setup.directory()
                    .resolve("lived-" + contender.label())
                    .toUri()
                    .toString();
            new LivedState(config, workload).write(path, lives, setup.backend());
            lived.put(contender, path);
        }
        return Optional.of(lived.get(contender));
    }
}
