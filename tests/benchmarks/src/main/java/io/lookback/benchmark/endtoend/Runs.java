package io.lookback.benchmark.endtoend;

import java.util.concurrent.ExecutionException;

/** Starts the jobs of a comparison, each on topics of its own, and has them measured. One thread. */
final class Runs implements AutoCloseable {

    private static final String FILLED = "records";
    private static final int FILL_LINGER_MS = 50;

    private final Broker broker;
    private final LocalCluster cluster;
    private final Setup setup;
    private final Workload workload;

    private Runs(Broker broker, LocalCluster cluster, Setup setup, Workload workload) {
        this.broker = broker;
        this.cluster = cluster;
        this.setup = setup;
        this.workload = workload;
    }

    /** Starts a broker and a Flink for all jobs of the comparison. */
    static Runs prepare(Setup setup, Workload workload) throws Exception {
        Broker broker = new Broker();
        try {
            return new Runs(broker, LocalCluster.start(setup.parallelism()), setup, workload);
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
        try (RunningJob job = start(contender, route)) {
            Heap empty = Heap.afterCollection();
            Latency latency = new LatencyTrial(workload, load, settled).measure(job, route);
            long series = workload.seriesIn(settled + load.records());
            return new Steady(latency, Footprint.of(job, empty, series));
        } finally {
            broker.deleteOutputs(route);
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
        return cluster.run(contender, setup.job(route, contender.cells()), workload);
    }
}
