package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that was stopped, and what it goes on with. The last test takes its topic away. */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class RestoreTest {

    private static final String KIND = "Restore does not match the job";
    private static final int RECORDS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static String savepoint;

    @BeforeAll
    static void stopABoundedJob() throws Exception {
        broker = EmbeddedBroker.start();
        create("in", 2);
        create("elsewhere", 2);
        create("scores", 1);
        savepoint = stopMidway("in", "scores");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    @Order(1)
    @FaultCase(
            kind = KIND,
            input = "bounded job from its own savepoint",
            outcome = "ends where it should, every record scored once")
    void aBoundedJobEnds() throws Exception {
        assertThat(written("scores")).as("it was stopped midway").isLessThan(RECORDS);

        JobClient job = run(Optional.of(savepoint), "input.topic=in");

        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(written("scores")).isEqualTo(RECORDS);
    }

    @Test
    @Order(2)
    @FaultCase(
            kind = KIND,
            input = "bounded job from its own savepoint, with a new partition",
            outcome = "ends; records of the new partition are scored, too")
    void aBoundedJobReadsAPartitionThatIsNewAndEnds() throws Exception {
        create("grown", 2);
        create("grownScores", 1);
        String midway = stopMidway("grown", "grownScores");
        grow("grown", 3);
        send("grown", 2, 1);

        JobClient job = run(Optional.of(midway), "input.topic=grown", "output.scores=grownScores");

        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(written("grownScores")).isEqualTo(RECORDS + 1);
    }

    @Test
    @Order(3)
    @FaultCase(
            kind = KIND,
            input = "checkpoint of another state backend",
            outcome = "refused before startup; the message has both names")
    void aCheckpointOfAnotherBackendIsRefused() throws Exception {
        String checkpoint = cancelAfterACheckpoint();

        assertThatThrownBy(() -> run(Optional.of(checkpoint), "input.topic=in", "state.backend=rocksdb"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("state.backend is rocksdb", "written with hashmap");
    }

    @Test
    @Order(4)
    @FaultCase(
            kind = KIND,
            input = "another max-parallelism",
            outcome = "refused before startup; the message has both numbers")
    void anotherMaxParallelismIsRefused() {
        assertThatThrownBy(() -> run(Optional.of(savepoint), "input.topic=in", "max-parallelism=16"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("max-parallelism is 16", "written with 720");
    }

    @Test
    @Order(5)
    @FaultCase(kind = KIND, input = "another input.topic", outcome = "refused before the first record")
    void anotherTopicIsRefused() throws Exception {
        JobClient job = run(Optional.of(savepoint), "input.topic=elsewhere");

        assertThatThrownBy(() -> job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining(
                        "The checkpoint read 'in', which is not among the topics [elsewhere] of input.topic");
    }

    @Test
    @Order(6)
    @FaultCase(kind = KIND, input = "topic deleted and recreated", outcome = "refused before the first record")
    void aTopicMadeAnewIsRefused() throws Exception {
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of("in")).all().get();
            while (admin.listTopics().names().get().contains("in")) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        create("in", 2);
        send("in", 0, 1);

        JobClient job = run(Optional.of(savepoint), "input.topic=in");

        assertThatThrownBy(() -> job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining("Topic 'in' was deleted and recreated");
    }

    /** Each partition ends with a record that is not committed before the job stops, so it cannot end before. */
    private static String stopMidway(String input, String scores) throws Exception {
        send(input, 0, RECORDS / 2 - 1);
        send(input, 1, RECORDS / 2 - 1);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "transactional.id",
                        input,
                        "transaction.timeout.ms",
                        (int) Duration.ofMinutes(15).toMillis()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(input, 0, RECORDS / 2)).get();
            producer.send(record(input, 1, RECORDS / 2)).get();
            JobClient job = run(Optional.empty(), "input.topic=" + input, "output.scores=" + scores);
            while (written(scores) < RECORDS - 2) {
                pause(job);
            }
            String stopped = job.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            producer.commitTransaction();
            return stopped;
        }
    }

    private static String cancelAfterACheckpoint() throws Exception {
        create("unending", 1);
        JobClient job = run(Optional.empty(), "input.topic=in", "output.scores=unending", "input.until=forever");
        while (written("unending") == 0) {
            pause(job);
        }
        awaitCheckpoint(job);
        job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return checkpoints().iterator().next().toUri().toString();
    }

    private static void awaitCheckpoint(JobClient job) throws Exception {
        Set<Path> before = checkpoints();
        while (before.containsAll(checkpoints())) {
            pause(job);
        }
    }

    private static void pause(JobClient job) throws Exception {
        assertThat(job.getJobStatus().get()).isNotIn(JobStatus.FAILED, JobStatus.FINISHED);
        TimeUnit.MILLISECONDS.sleep(50);
    }

    private static Set<Path> checkpoints() throws IOException {
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> jobs = Files.newDirectoryStream(folder)) {
            for (Path job : jobs) {
                try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(job, "chk-*")) {
                    checkpoints.forEach(found::add);
                }
            }
        }
        found.removeIf(checkpoint -> Files.notExists(checkpoint.resolve("_metadata")));
        return found;
    }

    private static JobClient run(Optional<String> restore, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                "kafka.bootstrap=" + broker.bootstrap(),
                "input.start=earliest",
                "input.until=latest",
                "input.values=v",
                "input.series=s",
                "input.time.field=t",
                "output.scores=scores",
                "output.alerts=none",
                "output.dead-letters=none",
                "restart=none",
                "state.checkpoints=" + folder.toUri(),
                "state.interval=1 s"));
        all.addAll(List.of(settings));
        JobConfig config = JobConfig.load(Optional.empty(), all, Map.of());
        StreamExecutionEnvironment environment = LocalFlink.hidden(2);
        Configuration more = new Configuration();
        restore.ifPresent(path -> more.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        environment.configure(more);
        LookbackJob.define(environment, config);
        return environment.executeAsync("restore");
    }

    private static void create(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void grow(String topic, int partitions) throws Exception {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .get();
        }
    }

    private static void send(String topic, int partition, int records) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "linger.ms", 20),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(record(topic, partition, i));
            }
        }
    }

    /** Each partition has series of its own. */
    private static ProducerRecord<String, String> record(String topic, int partition, int i) {
        String series = "s" + partition + '-' + i % 10;
        String json = String.format(
                Locale.ROOT, "{\"s\":\"%s\",\"t\":%d,\"v\":%d}", series, 1_700_000_000_000L + i * 1_000L, i % 7);
        return new ProducerRecord<>(topic, partition, series, json);
    }

    private static long written(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }
}
