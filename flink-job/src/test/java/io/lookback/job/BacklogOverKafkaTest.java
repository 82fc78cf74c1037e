package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Standstill;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First starts on topics of four partitions, of which the first goes back an hour further than the others. */
@Tag("slow")
class BacklogOverKafkaTest {

    private static final int PARTITIONS = 4;
    private static final int SERIES = 5;
    private static final int RECORDS = 6_000;
    private static final long STEP_MS = 10_000;
    private static final int HOUR = 360 * SERIES;
    private static final long START = 1_764_300_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of("keyed", PARTITIONS, "unkeyed", PARTITIONS));
        }
        produce("keyed", true);
        produce("unkeyed", false);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "keyed, 0 s, 1, 0 s",
        "unkeyed, 0 s, 1, 0 s",
        "unkeyed, 0 s, 3, 0 s",
        "unkeyed, 30 min, 1, 0 s",
        "unkeyed, 0 s, 3, 20 min"
    })
    @FaultCase(
            kind = "Record silently lost",
            input = "first start on a topic of 4 partitions, one of them an hour behind: {}",
            outcome = "all records scored, none late")
    void everyRecordIsScoredAndNoneIsLate(String topic, String wait, int parallelism, String drift) throws Exception {
        String name = String.join("-", topic, wait, String.valueOf(parallelism), drift)
                .replace(" ", "");
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(name + "-scores", 1, name + "-dead", 1));
        }
        JobConfig config = OverKafka.config(
                broker,
                checkpoints,
                "input.topic=" + topic,
                "order.max-out-of-orderness=" + wait,
                "order.max-drift=" + drift,
                "output.scores=" + name + "-scores",
                "output.alerts=none",
                "output.dead-letters=" + name + "-dead");
        StreamExecutionEnvironment environment = LocalFlink.hidden(parallelism);

        LookbackJob.define(environment, config);
        environment.execute(name);

        Set<String> ids = new HashSet<>();
        for (ConsumerRecord<String, String> score : read(name + "-scores")) {
            ids.add(new String(score.headers().lastHeader("__lookback.id").value(), StandardCharsets.UTF_8));
            assertThat(score.value()).doesNotContain("LATE");
        }
        assertThat(read(name + "-dead")).isEmpty();
        assertThat(ids).hasSize(RECORDS);
    }

    private static void produce(String topic, boolean keyed) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int record = 0; record < RECORDS; record++) {
                int series = record % SERIES;
                String value = "{\"series\": \"s%d\", \"time\": %d, \"values\": {\"x\": %d}}"
                        .formatted(series, START + STEP_MS * (record / SERIES), record % 13);
                int partition = keyed ? series % PARTITIONS : record < HOUR ? 0 : record % 7 % PARTITIONS;
                sent.add(producer.send(new ProducerRecord<>(topic, partition, keyed ? "s" + series : null, value)));
            }
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** All that the topic holds. */
    private static List<ConsumerRecord<String, String>> read(String topic) {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).getOrDefault(partitions.get(0), 0L);
            Standstill standstill = Standstill.of(PATIENCE, read::size);
            while (consumer.position(partitions.get(0)) < end && !standstill.reached()) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        return read;
    }
}
