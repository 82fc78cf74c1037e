package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lookback.integration.cluster.FlinkCluster;
import io.lookback.integration.cluster.KafkaProcess;
import io.lookback.integration.cluster.RegistryProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong in production, done to a cluster of processes while records flow: one JobManager, two TaskManagers,
 * one broker. The scores must be those of the job that was left alone. {@code -Dlookback.faults=full} strikes more
 * often.
 */
@Timeout(900)
class FaultsTest {

    private static final boolean FULL = "full".equals(System.getProperty("lookback.faults"));
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration SENDING = Duration.ofSeconds(FULL ? 60 : 10);
    private static final Duration SENDING_UNDER_KILLS = Duration.ofSeconds(FULL ? 240 : 10);
    private static final Duration REGISTRY_AWAY = Duration.ofSeconds(4);
    private static final Duration REGISTRY_LONG_AWAY = Duration.ofMinutes(1);
    private static final FaultTable TABLE = new FaultTable();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static KafkaProcess broker;
    private static FlinkCluster cluster;
    private static TestRecords records;
    private static ScoreSet expected;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(FlinkCluster.canRun(), "lookback-job.jar is not built: run the package phase of flink-job first");
        records = TestRecords.of(FULL ? 24_000 : 6_000);
        broker = KafkaProcess.start(directory.resolve("kafka"));
        cluster = FlinkCluster.start(directory.resolve("flink"));
        JobTopics topics = JobTopics.create(broker.bootstrap(), "undisturbed");
        try (var job = new ClusterJob(cluster, topics, "exactly-once", directory.resolve("undisturbed"))) {
            job.submit(Optional.empty(), 2);
            records.sendTo(topics);
            topics.awaitScores(records.valid(), PATIENCE);
        }
        expected = ScoreSet.of(topics.scores());
        assertThat(expected.values()).hasSize(records.valid());
        assertThat(expected.repeated()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
            broker.close();
            TABLE.print(Path.of("target/faults.txt"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void killedTaskManager(String guarantee) throws Exception {
        Random random = new Random(3);
        int times = FULL ? 20 : 2;

        check("TaskManager killed at random moments", guarantee, SENDING_UNDER_KILLS, job -> {
            int restarts = cluster.restarts(job.id());
            for (int i = 0; i < times; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                cluster.replaceTaskManager(i % 2);
                if (random.nextBoolean()) {
                    cluster.awaitRunning(job.id());
                }
            }
            cluster.awaitRestart(job.id(), restarts);
            cluster.awaitRunning(job.id());
            return times;
        });
    }

    @Test
    void killedJobManager() throws Exception {
        check("JobManager killed, job from its checkpoint", "exactly-once", job -> {
            int times = FULL ? 5 : 1;
            for (int i = 0; i < times; i++) {
                job.checkpoint();
                cluster.replaceJobManager();
                job.submit(Optional.of(job.checkpoint()), 2);
            }
            return times;
        });
    }

    @Test
    void killedBroker() throws Exception {
        check("Broker killed and started again", "exactly-once", job -> {
            int times = FULL ? 5 : 1;
            for (int i = 0; i < times; i++) {
                broker.kill();
                TimeUnit.SECONDS.sleep(3);
                broker.restart();
                TimeUnit.SECONDS.sleep(3);
            }
            return times;
        });
    }

    @Test
    void killedRegistry() throws Exception {
        int times = FULL ? 5 : 1;
        String fault = "Registry killed while schemas change";
        JobTopics topics = JobTopics.create(broker.bootstrap(), name(fault, "exactly-once"));
        try (RegistryProcess registry = RegistryProcess.start(directory.resolve("registry"))) {
            SchemaVersions versions = SchemaVersions.of(4 * times, records, registry, topics);
            ClusterJob job = new ClusterJob(
                    cluster, topics, "exactly-once", directory.resolve(topics.name()), versions.settings(registry));

            check(fault, "exactly-once", topics, job, new Sending(SENDING, versions), struck -> {
                for (int i = 0; i < times; i++) {
                    TimeUnit.SECONDS.sleep(1);
                    registry.kill();
                    boolean last = i == times - 1;
                    TimeUnit.MILLISECONDS.sleep((FULL && last ? REGISTRY_LONG_AWAY : REGISTRY_AWAY).toMillis());
                    registry.restart();
                    versions.registerAgain(registry, topics);
                }
                return times;
            });
        }
    }

    @Test
    void fullDisk() throws Exception {
        Path mount = directory.resolve("disk");
        assumeTrue(FullDisk.canMount(mount), "the disk is not filled: mounting a file system is not allowed here");
        try (FullDisk disk = FullDisk.mount(mount)) {
            check("Disk of the checkpoints full", "exactly-once", SENDING, mount, job -> {
                int times = FULL ? 5 : 1;
                for (int i = 0; i < times; i++) {
                    job.checkpoint();
                    int restarts = cluster.restarts(job.id());
                    disk.fill();
                    cluster.awaitRestart(job.id(), restarts);
                    TimeUnit.SECONDS.sleep(3);
                    disk.free();
                    cluster.awaitRunning(job.id());
                }
                return times;
            });
        }
    }

    @Test
    void rescaled() throws Exception {
        check("Parallelism 2, 1, 4, 2 over savepoints", "exactly-once", job -> {
            for (int parallelism : new int[] {1, 4, 2}) {
                job.submit(Optional.of(job.stopWithSavepoint()), parallelism);
            }
            return 3;
        });
    }

    private static void check(String fault, String guarantee, Strike strike) throws Exception {
        check(fault, guarantee, SENDING, strike);
    }

    private static void check(String fault, String guarantee, Duration spread, Strike strike) throws Exception {
        check(fault, guarantee, spread, null, strike);
    }

    private static void check(String fault, String guarantee, Duration spread, @Nullable Path state, Strike strike)
            throws Exception {
        String name = name(fault, guarantee);
        JobTopics topics = JobTopics.create(broker.bootstrap(), name);
        ClusterJob job = new ClusterJob(cluster, topics, guarantee, state == null ? directory.resolve(name) : state);
        check(fault, guarantee, topics, job, new Sending(spread, (number, json) -> json), strike);
    }

    private static void check(
            String fault, String guarantee, JobTopics topics, ClusterJob job, Sending sending, Strike strike)
            throws Exception {
        int times;
        try (job) {
            job.submit(Optional.empty(), 2);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sending.to(topics));
            times = strike.at(job);
            sent.get(sending.spread().plus(PATIENCE).toSeconds(), TimeUnit.SECONDS);
            topics.awaitScores(records.valid(), PATIENCE);
        }

        FaultTable.Row row = FaultTable.Row.of(fault, guarantee, times, expected, ScoreSet.of(topics.scores()));
        TABLE.add(row);
        assertThat(row.missing()).isZero();
        assertThat(row.different()).isZero();
        if (guarantee.equals("exactly-once")) {
            assertThat(row.repeated()).isZero();
        }
    }

    private static String name(String fault, String guarantee) {
        return fault.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + '-' + guarantee;
    }

    /** The records, evenly over that long. */
    private record Sending(Duration spread, TestRecords.Wire wire) {

        void to(JobTopics topics) {
            try {
                records.sendTo(topics, spread, wire);
            } catch (Exception failed) {
                throw new CompletionException(failed);
            }
        }
    }

    /** Does something to the job. */
    private interface Strike {

        /** @return how often */
        int at(ClusterJob job) throws Exception;
    }
}
