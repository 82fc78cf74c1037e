package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lookback.integration.cluster.FlinkCluster;
import io.lookback.integration.cluster.RegistryProcess;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
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
@Timeout(1800)
class FaultsTest {

    private static final String KIND = "Process or platform fails under load";
    private static final String SAME = "no score is missing, repeated or different";
    private static final boolean FULL = "full".equals(System.getProperty("lookback.faults"));
    private static final Duration SENDING = Duration.ofSeconds(FULL ? 60 : 10);
    private static final Duration SENDING_UNDER_KILLS = Duration.ofSeconds(FULL ? 240 : 10);
    private static final Duration REGISTRY_AWAY = Duration.ofSeconds(4);
    private static final Duration REGISTRY_LONG_AWAY = Duration.ofMinutes(1);
    private static final String EXACTLY_ONCE = "exactly-once";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static FaultBench bench;
    private static FlinkCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(FlinkCluster.canRun(), "lookback-job.jar is not built: run the package phase of flink-job first");
        bench = FaultBench.start(directory, TestRecords.of(FULL ? 24_000 : 6_000));
        cluster = bench.cluster();
    }

    @AfterAll
    static void stop() throws Exception {
        if (bench != null) {
            bench.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    @FaultCase(
            kind = KIND,
            input = "TaskManager killed at random moments, {}",
            outcome = "no score is missing or different")
    void killedTaskManager(String guarantee) throws Exception {
        Random random = new Random(3);
        int times = FULL ? 20 : 2;

        bench.check(bench.trial("TaskManager killed at random moments", guarantee, SENDING_UNDER_KILLS), job -> {
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
    @FaultCase(kind = KIND, input = "TaskManager killed again and again before the first checkpoint", outcome = SAME)
    void killedBeforeTheFirstCheckpoint() throws Exception {
        int times = FULL ? 5 : 2;
        FaultBench.Trial trial = bench.trial("TaskManager killed before the first checkpoint", EXACTLY_ONCE, SENDING)
                .settings("state.interval=20 s");

        bench.check(trial, job -> {
            for (int i = 0; i < times; i++) {
                int restarts = cluster.restarts(job.id());
                cluster.replaceTaskManager(i % 2);
                cluster.awaitRestart(job.id(), restarts);
                cluster.awaitRunning(job.id());
            }
            return times;
        });
    }

    @Test
    @FaultCase(
            kind = KIND,
            input = "TaskManager killed at the end of a bounded input",
            outcome = SAME + "; the job ends")
    void killedAtTheEndOfBoundedInput() throws Exception {
        int times = FULL ? 5 : 2;
        Random random = new Random(5);
        FaultBench.Trial trial = bench.trial("TaskManager killed at the end of the input", EXACTLY_ONCE, Duration.ZERO)
                .settings("input.until=latest", "restart=backoff");

        bench.checkToTheEnd(trial, job -> {
            for (int i = 0; i < times; i++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                cluster.replaceTaskManager(i % 2);
            }
            return times;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "TaskManager killed while rules change", outcome = SAME)
    void killedDuringARuleChange() throws Exception {
        int times = FULL ? 5 : 1;
        String topic = "told-rules";
        assertThat(tell("rules", "add", topic, "--id=elsewhere", "--series=other")
                        .code())
                .isZero();
        FaultBench.Trial trial = bench.trial("TaskManager killed while rules change", EXACTLY_ONCE, SENDING)
                .settings("control.topic=" + topic);

        bench.check(trial, job -> {
            for (int i = 0; i < times; i++) {
                int restarts = cluster.restarts(job.id());
                tell("rules", "add", topic, "--id=known-" + i, "--series=series-*", "--reason=maintenance");
                cluster.replaceTaskManager(i % 2);
                tell("rules", "remove", topic, "known-" + i);
                cluster.awaitRestart(job.id(), restarts);
                cluster.awaitRunning(job.id());
            }
            return times;
        });
    }

    @Test
    @FaultCase(
            kind = KIND,
            input = "TaskManager killed while a model changes for one series",
            outcome = "no score is missing or repeated; those of the other series do not change")
    void killedDuringAModelChange() throws Exception {
        int times = FULL ? 5 : 1;
        String topic = "told-models";
        Path model = Files.write(
                directory.resolve("tiny.onnx"), TinyModel.of("tiny", "7", 16).bytes());
        assertThat(tell("rules", "add", topic, "--id=elsewhere", "--series=other")
                        .code())
                .isZero();
        FaultBench.Trial trial = bench.trial("TaskManager killed while a model changes", EXACTLY_ONCE, SENDING)
                .settings("control.topic=" + topic);

        bench.checkBut("series-0", trial, job -> {
            for (int i = 0; i < times; i++) {
                int restarts = cluster.restarts(job.id());
                Commands.Answer announced = tell("models", "announce", topic, "--model=" + model, "--series=series-0");
                assertThat(announced.code()).as(announced.err()).isZero();
                cluster.replaceTaskManager(i % 2);
                cluster.awaitRestart(job.id(), restarts);
                cluster.awaitRunning(job.id());
                tell("models", "remove", topic, "lstm@series-0");
            }
            return times;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "partition with new series added to the input topic", outcome = SAME)
    void addedPartition() throws Exception {
        FaultBench.Trial trial = bench.trial("Partition added while records flow", EXACTLY_ONCE, SENDING)
                .sending(bench.records().withOneMorePartition())
                .settings("kafka.partition.discovery.interval.ms=1000");

        bench.check(trial, job -> {
            try (Admin admin = admin()) {
                admin.createPartitions(
                                Map.of(trial.topics().input(), NewPartitions.increaseTo(JobTopics.PARTITIONS + 1)))
                        .all()
                        .get();
            }
            return 1;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "write to the score topic denied (ACL), then allowed again", outcome = SAME)
    void deniedTopic() throws Exception {
        int times = FULL ? 5 : 1;
        FaultBench.Trial trial = bench.trial("Access to the score topic denied", EXACTLY_ONCE, SENDING);
        ResourcePattern scores =
                new ResourcePattern(ResourceType.TOPIC, trial.topics().output("scores"), PatternType.LITERAL);
        List<AclBinding> readersOnly = List.of(allow(scores, AclOperation.READ), allow(scores, AclOperation.DESCRIBE));

        bench.check(trial, job -> {
            try (Admin admin = admin()) {
                for (int i = 0; i < times; i++) {
                    int restarts = cluster.restarts(job.id());
                    admin.createAcls(readersOnly).all().get();
                    cluster.awaitRestart(job.id(), restarts);
                    admin.deleteAcls(readersOnly.stream()
                                    .map(AclBinding::toFilter)
                                    .toList())
                            .all()
                            .get();
                    cluster.awaitRunning(job.id());
                }
            }
            return times;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "JobManager killed, job restarted from its checkpoint", outcome = SAME)
    void killedJobManager() throws Exception {
        int times = FULL ? 5 : 1;
        bench.check(bench.trial("JobManager killed, job from its checkpoint", EXACTLY_ONCE, SENDING), job -> {
            for (int i = 0; i < times; i++) {
                job.checkpoint();
                cluster.replaceJobManager();
                job.submit(Optional.of(job.checkpoint()), 2);
            }
            return times;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "broker killed and restarted", outcome = SAME)
    void killedBroker() throws Exception {
        int times = FULL ? 5 : 1;
        bench.check(bench.trial("Broker killed and started again", EXACTLY_ONCE, SENDING), job -> {
            for (int i = 0; i < times; i++) {
                bench.broker().kill();
                TimeUnit.SECONDS.sleep(3);
                bench.broker().restart();
                TimeUnit.SECONDS.sleep(3);
            }
            return times;
        });
    }

    @Test
    @FaultCase(kind = KIND, input = "schema registry killed while schemas change", outcome = SAME)
    void killedRegistry() throws Exception {
        int times = FULL ? 5 : 1;
        FaultBench.Trial trial = bench.trial("Registry killed while schemas change", EXACTLY_ONCE, SENDING);
        try (RegistryProcess registry = RegistryProcess.start(directory.resolve("registry"))) {
            SchemaVersions versions = SchemaVersions.of(4 * times, bench.records(), registry, trial.topics());
            String[] settings = versions.settings(registry).toArray(String[]::new);

            bench.check(trial.settings(settings).wire(versions), job -> {
                for (int i = 0; i < times; i++) {
                    TimeUnit.SECONDS.sleep(1);
                    registry.kill();
                    boolean last = i == times - 1;
                    TimeUnit.MILLISECONDS.sleep((FULL && last ? REGISTRY_LONG_AWAY : REGISTRY_AWAY).toMillis());
                    registry.restart();
                    versions.registerAgain(registry, trial.topics());
                }
                return times;
            });
        }
    }

    @Test
    @FaultCase(kind = KIND, input = "checkpoint disk full", outcome = SAME)
    void fullDisk() throws Exception {
        int times = FULL ? 5 : 1;
        Path mount = directory.resolve("disk");
        assumeTrue(FullDisk.canMount(mount), "the disk is not filled: mounting a file system is not allowed here");
        try (FullDisk disk = FullDisk.mount(mount)) {
            FaultBench.Trial trial = bench.trial("Disk of the checkpoints full", EXACTLY_ONCE, SENDING);
            bench.check(trial.state(mount), job -> {
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
    @FaultCase(kind = KIND, input = "parallelism 2, 1, 4, 2, each through a savepoint", outcome = SAME)
    void rescaled() throws Exception {
        bench.check(bench.trial("Parallelism 2, 1, 4, 2 over savepoints", EXACTLY_ONCE, SENDING), job -> {
            for (int parallelism : new int[] {1, 4, 2}) {
                job.submit(Optional.of(job.stopWithSavepoint()), parallelism);
            }
            return 3;
        });
    }

    private static AclBinding allow(ResourcePattern topic, AclOperation operation) {
        return new AclBinding(topic, new AccessControlEntry("User:*", "*", operation, AclPermissionType.ALLOW));
    }

    private static Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bench.broker().bootstrap()));
    }

    private static Commands.Answer tell(String kind, String command, String topic, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of(kind, command, "--bootstrap", bench.broker().bootstrap(), "--topic", topic));
        all.addAll(List.of(arguments));
        return Commands.run(all.toArray(String[]::new));
    }
}
