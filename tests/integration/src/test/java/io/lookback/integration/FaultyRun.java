package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.cluster.KafkaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A broker that is a process, records, and the scores of a job that was left alone, against which those of jobs that were not
 * are held. {@code -Dlookback.faults=full} sends more and strikes more often.
 */
final class FaultyRun implements AutoCloseable {

    static final boolean FULL = "full".equals(System.getProperty("lookback.faults"));
    static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final String GUARANTEE = "exactly-once";

    private final Path directory;
    private final KafkaProcess broker;
    private final TestRecords records = TestRecords.of(FULL ? 24_000 : 3_000);
    private final FaultTable table = new FaultTable();
    private final ScoreSet expected;

    private FaultyRun(Path directory, KafkaProcess broker) throws Exception {
        this.directory = directory;
        this.broker = broker;
        JobTopics topics = topics("undisturbed");
        try (JobProcess job = job(topics)) {
            job.start(Optional.empty());
            records.sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);
        }
        expected = ScoreSet.of(topics.finalScores());
        assertThat(expected.values()).hasSize(records.valid());
    }

    /** @param settings of the broker beyond the usual ones */
    static FaultyRun start(Path directory, Map<String, String> settings) throws Exception {
        KafkaProcess broker = KafkaProcess.start(directory.resolve("kafka"), settings, List.of(), Map.of());
        try {
            return new FaultyRun(directory, broker);
        } catch (Exception | AssertionError failed) {
            broker.close();
            throw failed;
        }
    }

    TestRecords records() {
        return records;
    }

    JobTopics topics(String name) {
        return JobTopics.create(broker.bootstrap(), name);
    }

    /** @param more settings, which win */
    JobProcess job(JobTopics topics, String... more) throws IOException {
        List<String> settings = new ArrayList<>(topics.settings(GUARANTEE, "hashmap"));
        settings.add("cells=lstm");
        settings.addAll(List.of(more));
        return new JobProcess(directory.resolve(topics.name()), settings);
    }

    static CompletableFuture<Void> meanwhile(Step step) {
        return CompletableFuture.runAsync(() -> {
            try {
                step.run();
            } catch (Exception failed) {
                throw new CompletionException(failed);
            }
        });
    }

    /** Waits for all of the job's scores and holds them against those of the job that was left alone. */
    void require(String fault, int times, JobTopics topics, JobProcess job) throws Exception {
        try {
            topics.awaitScores(records.valid(), PATIENCE);
        } catch (AssertionError missing) {
            throw new AssertionError("%s; the job printed: %s".formatted(missing.getMessage(), job.printed()), missing);
        }
        table.require(fault, times, expected, ScoreSet.of(topics.scores()));
    }

    @Override
    public void close() throws Exception {
        broker.close();
        table.print(Path.of("target/faults-%s.txt".formatted(directory.getFileName())));
    }

    /** What may fail. */
    interface Step {
        void run() throws Exception;
    }
}
