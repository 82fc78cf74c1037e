package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** A real broker with small limits: whatever comes in, what goes out is taken and the job reaches its end. */
@Timeout(900)
@Tag("slow")
class LimitsOverKafkaTest {

    private static final int MAX_BYTES = 10_000;

    private static EmbeddedBroker broker;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @FaultCase(
            kind = "Output too large for its topic",
            input =
                    "event times 2 h and 4 h ahead, 300 features with names of 900 characters, names of 1,000 control characters, a value of 300 kB and a header of 40 kB, topic limits of 10 kB",
            outcome = "each is scored, truncated or a dead letter; the bounded job finishes")
    @Test
    void recordsBeyondTheTopicsLimitsAreScoredOrDeadLettersAndTheJobEnds() throws Exception {
        create();
        Instant now = Instant.now();
        send("ahead", now.plus(Duration.ofHours(2)), "{\"v\": 1}", 0);
        send("further", now.plus(Duration.ofHours(4)), "{\"v\": 1}", 0);
        send("wide", now, wide(), 0);
        send("worst", now, "{\"%s\": 1}".formatted("\\u0001".repeat(1_000)), 0, "\\u0001".repeat(1_000));
        send("broken", now, "\"%s\"".formatted("x".repeat(300_000)), 40_000);

        StreamExecutionEnvironment environment = LocalFlink.hidden(1);
        LookbackJob.define(environment, config());
        environment.execute("limits");

        List<ConsumerRecord<String, String>> scores = read("limits-scores");
        assertThat(scores)
                .extracting(ConsumerRecord::value)
                .hasSize(2)
                .anyMatch(score -> score.contains("\"series\":\"ahead\"")
                        && score.contains(
                                now.plus(Duration.ofHours(2)).toString().substring(0, 16)))
                .anyMatch(score -> score.contains("\"series\":\"wide\""));
        Map<String, String> letters = read("limits-dead").stream()
                .collect(Collectors.toMap(
                        letter -> header(letter, "reason"), letter -> header(letter, "exception.message")));
        assertThat(letters).containsOnlyKeys("AHEAD", "TOO_LARGE", "UNUSABLE");
        assertThat(letters.get("TOO_LARGE")).contains("topic 'limits-scores' takes records of 10,000");
    }

    private JobConfig config() {
        return OverKafka.config(
                broker,
                checkpoints,
                "input.topic=limits",
                "input.time.max-ahead=3 h",
                "input.failure-limit=1",
                "output.scores=limits-scores",
                "output.alerts=limits-alerts",
                "output.dead-letters=limits-dead");
    }

    private static void create() throws Exception {
        Map<String, String> small = Map.of("max.message.bytes", String.valueOf(MAX_BYTES));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(
                            new NewTopic("limits", 1, (short) 1),
                            new NewTopic("limits-scores", 1, (short) 1).configs(small),
                            new NewTopic("limits-alerts", 1, (short) 1).configs(small),
                            new NewTopic("limits-dead", 1, (short) 1).configs(small)))
                    .all()
                    .get();
        }
    }

    private static String wide() {
        return IntStream.range(0, 300)
                .mapToObj(feature -> "\"%s%d\": %d".formatted("f".repeat(900), feature, feature))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void send(String series, Instant time, String values, int headerBytes) throws Exception {
        send(series, time, values, headerBytes, series);
    }

    private static void send(String key, Instant time, String values, int headerBytes, String series) throws Exception {
        String value = "{\"series\": \"%s\", \"time\": \"%s\", \"values\": %s}".formatted(series, time, values);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>("limits", key, value);
            record.headers().add("trace", new byte[headerBytes]);
            producer.send(record).get();
        }
    }

    private static List<ConsumerRecord<String, String>> read(String topic) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(
                record.headers().lastHeader("__lookback.errors." + name).value(), StandardCharsets.UTF_8);
    }
}
