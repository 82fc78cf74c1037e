package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Standstill;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs without an end over a real broker, whose producers fall silent or have clocks that are wrong. */
@Timeout(900)
@Tag("slow")
class ClocksOverKafkaTest {

    private static final int PARTITIONS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Instant START = Instant.now().minusSeconds(3_600);

    private static EmbeddedBroker broker;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /**
     * Each series has one record: only the watermark can tell that no older one comes. One partition has no record, and
     * one subtask no partition.
     */
    @Test
    void silentPartitionsAndEmptyOnesDoNotHoldTheOthersBack() throws Exception {
        create("silent", Map.of());
        send("silent", 1, "old", START.minus(Duration.ofHours(3)), START);
        for (int i = 0; i < 40; i++) {
            send("silent", 0, "s" + i, START.plusSeconds(i), START);
        }
        List<String> due = Stream.concat(
                        Stream.of("old"), IntStream.range(0, 29).mapToObj(i -> "s" + i))
                .toList();

        JobClient job = run("silent", "input.idleness=1 s", PARTITIONS + 1);
        try {
            List<String> scored = read("silent-scores", due.size()).stream()
                    .map(ConsumerRecord::key)
                    .toList();

            assertThat(scored).containsExactlyInAnyOrderElementsOf(due);
        } finally {
            job.cancel().get();
        }
    }

    /**
     * Brokers refuse such timestamps unless told otherwise. Had the watermark followed the jump, the record that comes too
     * early would not wait, and the one after it would be late.
     */
    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "event times a year ahead, with a correct and an equally wrong Kafka timestamp",
            outcome = "dead letters AHEAD; no other record is late")
    void aRecordAYearAheadIsADeadLetterAndNothingElseIsLate() throws Exception {
        create("jump", Map.of("message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE)));
        send("jump", 0, "a", START, START);
        JobClient job = run("jump", "input.idleness=1 h", PARTITIONS - 1);
        try {
            send("jump", 0, "a", START.plus(YEAR), Instant.now().plus(YEAR));
            send("jump", 0, "b", Instant.now().plus(YEAR), Instant.now().plus(YEAR));
            List<ConsumerRecord<String, String>> ahead = read("jump-dead", 2);

            send("jump", 0, "a", START.plusSeconds(3), START);
            Thread.sleep(1_000); // several watermarks, every 200 ms
            send("jump", 0, "a", START.plusSeconds(2), START);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                send("jump", partition, "end" + partition, START.plusSeconds(60), START);
            }
            List<ConsumerRecord<String, String>> scores = read("jump-scores", 3);

            assertThat(ahead).allSatisfy(letter -> {
                assertThat(header(letter, "__lookback.errors.reason")).isEqualTo("AHEAD");
                assertThat(header(letter, "__lookback.errors.exception.message"))
                        .contains("ahead of this machine's clock, at most 3600000 ms are allowed");
            });
            assertThat(scores).extracting(ConsumerRecord::key).containsExactly("a", "a", "a");
            assertThat(read("jump-dead", 2)).hasSize(2);
        } finally {
            job.cancel().get();
        }
    }

    private JobClient run(String topic, String idleness, int parallelism) throws Exception {
        JobConfig config = JobConfig.load(
                Optional.empty(),
                List.of(
                        "kafka.bootstrap=" + broker.bootstrap(),
                        "input.topic=" + topic,
                        "input.start=earliest",
                        "input.values=v",
                        "input.series=s",
                        "input.time.field=t",
                        "input.failure-limit=1",
                        "order.max-out-of-orderness=" + WAIT.toSeconds() + " s",
                        "output.scores=" + topic + "-scores",
                        "output.alerts=none",
                        "output.dead-letters=" + topic + "-dead",
                        "state.checkpoints=" + checkpoints.toUri(),
                        "state.interval=200 ms",
                        idleness),
                Map.of());
        StreamExecutionEnvironment environment = LocalFlink.hidden(parallelism);
        LookbackJob.define(environment, config);
        return environment.executeAsync(topic);
    }

    private static void create(String topic, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(
                            new NewTopic(topic, PARTITIONS, (short) 1).configs(settings),
                            new NewTopic(topic + "-scores", 1, (short) 1),
                            new NewTopic(topic + "-dead", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(String topic, int partition, String series, Instant time, Instant kafkaTime)
            throws Exception {
        String value = "{\"s\": \"%s\", \"t\": %d, \"v\": 1}".formatted(series, time.toEpochMilli());
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, kafkaTime.toEpochMilli(), null, value))
                    .get();
        }
    }

    /** All that is there once there are so many, in the order in which they were written. */
    private static List<ConsumerRecord<String, String>> read(String topic, int count) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Standstill standstill = Standstill.of(PATIENCE, read::size);
            while (read.size() < count && !standstill.reached()) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
