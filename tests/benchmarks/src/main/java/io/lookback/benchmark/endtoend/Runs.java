package io.lookback.benchmark.endtoend;

import java.util.concurrent.ExecutionException;

/** Starts the jobs of a comparison, each on topics of its own, and has them measured. One thread. */
final class Runs implements AutoCloseable {

    private static final String FILLED = "records";
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";
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

    /** What is looked at while a job still runs at full load. */
    interface Inspection {
        void of(RunningJob job, Throughput done) throws Exception;
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

    Throughput throughput(Entrant entrant, ThroughputTrial trial, String name, Inspection inspection) throws Exception {
        Route route = route(FILLED, name);
        broker.stampOnArrival(route.scores());
        try (OutputLog scores = new OutputLog(route.bootstrap(), route.scores());
                OutputLog deadLetters = new OutputLog(route.bootstrap(), route.deadLetters());
                RunningJob job = start(entrant, route, EARLIEST)) {
            Throughput done = trial.measure(job, scores, deadLetters);
            inspection.of(job, done);
            return done;
        } finally {
            broker.deleteOutputs(route);
        }
    }

    /** Memory while a job waits for its first record. */
    Heap idle(Entrant entrant, String name) throws Exception {
        Route route = route(FILLED, name);
        try (RunningJob job = start(entrant, route, LATEST)) {
            Heap heap = Heap.afterCollection();
            job.requireRunning();
            return heap;
        } finally {
            broker.deleteOutputs(route);
        }
    }

    Latency latency(Entrant entrant, OpenLoop load, String name) throws Exception {
        String input = name + "-records";
        broker.createInput(input, setup.parallelism());
        Route route = route(input, name);
        try (RunningJob job = start(entrant, route, EARLIEST)) {
            return new LatencyTrial(workload, load).measure(job, route);
        } finally {
            broker.deleteOutputs(route);
        }
    }

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

    private RunningJob start(Entrant entrant, Route route, String from) throws Exception {
        return cluster.run(entrant, setup.job(route, entrant.cells(), from), workload);
    }
}
