package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.FaultCase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of transactions that their producer took back. */
@Timeout(900)
@Tag("slow")
class CommittedRecordsTest {

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
            kind = "Transactions",
            input = "records of an aborted transaction; isolation and scores: {}",
            outcome = "scored only with read_uncommitted")
    @ParameterizedTest
    @CsvSource({"default, 2", "read_uncommitted, 4"})
    void abortedRecordsAreScoredOnlyIfAskedFor(String isolation, int scores) throws Exception {
        String topic = isolation.replace('_', '-');
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(topic, 1, topic + "-scores", 1));
        }
        send(topic, true, "a", "b");
        send(topic, false, "c", "d");

        List<String> settings = new ArrayList<>(List.of(
                "input.topic=" + topic,
                "output.scores=" + topic + "-scores",
                "output.alerts=none",
                "output.dead-letters=none"));
        if (!isolation.equals("default")) {
            settings.add("kafka.isolation.level=" + isolation);
        }
        StreamExecutionEnvironment environment = LocalFlink.hidden(1);
        LookbackJob.define(environment, OverKafka.config(broker, checkpoints, settings.toArray(String[]::new)));
        environment.execute("committed");

        assertThat(count(topic + "-scores")).isEqualTo(scores);
    }

    private static void send(String topic, boolean commit, String... series) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrap(), "transactional.id", topic + "-" + commit),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String name : series) {
                String value = "{\"series\": \"%s\", \"time\": 1764300000000, \"values\": [1]}".formatted(name);
                producer.send(new ProducerRecord<>(topic, name, value)).get();
            }
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static long count(String topic) {
        long count = 0;
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                count += consumer.poll(Duration.ofMillis(200)).count();
            }
        }
        return count;
    }
}
