package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.cluster.FlinkCluster;
import io.lookback.integration.cluster.KafkaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One JobManager, two TaskManagers and one broker, the records that flow, and the scores of the job that was left alone.
 * Each fault gets topics and a job of its own; its scores must be those.
 */
final class FaultBench implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(180);

    /** A topic with an access list lets in nobody else; one without lets in everybody. */
    private static final Map<String, String> AUTHORIZER = Map.of(
            "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found", "true");

    private final Path directory;
    private final TestRecords records;
    private final KafkaProcess broker;
    private final FlinkCluster cluster;
    private final ScoreSet expected;
    private final FaultTable table = new FaultTable();

    private FaultBench(Path directory, TestRecords records) throws Exception {
        this.directory = directory;
        this.records = records;
        broker = KafkaProcess.start(directory.resolve("kafka"), AUTHORIZER, List.of(), Map.of());
        cluster = FlinkCluster.start(directory.resolve("flink"));
        JobTopics topics = JobTopics.create(broker.bootstrap(), "undisturbed");
        try (var job = new ClusterJob(cluster, topics, "exactly-once", directory.resolve("undisturbed"))) {
            job.submit(Optional.empty(), 2);
            records.sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);
        }
        expected = ScoreSet.of(topics.finalScores());
        assertThat(expected.values()).hasSize(records.valid());
        assertThat(expected.repeated()).isZero();
    }

    static FaultBench start(Path directory, TestRecords records) throws Exception {
        return new FaultBench(directory, records);
    }

    Path directory() {
        return directory;
    }

    TestRecords records() {
        return records;
    }

    KafkaProcess broker() {
        return broker;
    }

    FlinkCluster cluster() {
        return cluster;
    }

    /** A job under one fault: its topics, where its state lies, its further settings, and how its records come. */
    record Trial(
            String fault,
            String guarantee,
            JobTopics topics,
            Path state,
            List<String> settings,
            TestRecords records,
            Duration spread,
            TestRecords.Wire wire) {

        Trial settings(String... more) {
            return new Trial(fault, guarantee, topics, state, List.of(more), records, spread, wire);
        }

        Trial state(Path folder) {
            return new Trial(fault, guarantee, topics, folder, settings, records, spread, wire);
        }

        Trial sending(TestRecords other) {
            return new Trial(fault, guarantee, topics, state, settings, other, spread, wire);
        }

        Trial over(Duration time) {
            return new Trial(fault, guarantee, topics, state, settings, records, time, wire);
        }

        Trial wire(TestRecords.Wire other) {
            return new Trial(fault, guarantee, topics, state, settings, records, spread, other);
        }

        void send() {
            try {
                records.sendTo(topics, spread, wire);
            } catch (Exception failed) {
                throw new CompletionException(failed);
            }
        }
    }

    /** Does something to the job. */
    interface Strike {

        /** @return how often */
        int at(ClusterJob job) throws Exception;
    }

    Trial trial(String fault, String guarantee, Duration spread) throws Exception {
        String name = fault.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + '-' + guarantee;
        JobTopics topics = JobTopics.create(broker.bootstrap(), name);
        return new Trial(
                fault, guarantee, topics, directory.resolve(name), List.of(), records, spread, (number, json) -> json);
    }

    /** Strikes while records flow; all scores must be there, each as that of the job that was left alone. */
    void check(Trial trial, Strike strike) throws Exception {
        int times;
        try (ClusterJob job = job(trial)) {
            job.submit(Optional.empty(), 2);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(trial::send);
            times = strike.at(job);
            sent.get(trial.spread().plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
            trial.topics().awaitScores(records.valid(), PATIENCE);
        }
        compare(trial, times, expected, ScoreSet.of(trial.topics().finalScores()));
    }

    /** Strikes at a job that finds all records there and ends by itself. */
    void checkToTheEnd(Trial trial, Strike strike) throws Exception {
        int times;
        trial.send();
        try (ClusterJob job = job(trial)) {
            job.submit(Optional.empty(), 2);
            times = strike.at(job);
            assertThat(cluster.awaitEnd(job.id())).isEqualTo("FINISHED");
        }
        compare(trial, times, expected, ScoreSet.of(trial.topics().finalScores()));
    }

    /** Likewise, where one series is told to be scored in another way: none of its scores may be missing or repeated. */
    void checkBut(String series, Trial trial, Strike strike) throws Exception {
        int times;
        try (ClusterJob job = job(trial)) {
            job.submit(Optional.empty(), 2);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(trial::send);
            times = strike.at(job);
            sent.get(trial.spread().plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
            trial.topics().awaitScores(records.valid(), PATIENCE);
        }
        ScoreSet found = ScoreSet.of(trial.topics().finalScores());
        assertThat(found.missing(expected)).isZero();
        compare(trial, times, expected.without(series), found.without(series));
    }

    private ClusterJob job(Trial trial) throws Exception {
        return new ClusterJob(cluster, trial.topics(), trial.guarantee(), trial.state(), trial.settings());
    }

    private void compare(Trial trial, int times, ScoreSet expected, ScoreSet found) {
        FaultTable.Row row = FaultTable.Row.of(trial.fault(), trial.guarantee(), times, expected, found);
        table.add(row);
        assertThat(row.missing()).isZero();
        assertThat(row.different()).isZero();
        if (trial.guarantee().equals("exactly-once")) {
            assertThat(row.repeated()).isZero();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        broker.close();
        table.print(Path.of("target/faults.txt"));
    }
}
