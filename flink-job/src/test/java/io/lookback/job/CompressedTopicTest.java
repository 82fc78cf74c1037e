package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cli.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What Kafka does with a batch that is small on the wire and large once unpacked. No setting of the consumer bounds the
 * latter, so {@code docs/security.md} sends people to the topic's setting that does.
 */
@Tag("slow")
class CompressedTopicTest {

    private static final int BOMB = 64 << 20;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void fetchSizesDoNotBoundWhatABatchUnpacksTo() throws Exception {
        create("packed", Map.of());
        send("packed");

        ConsumerRecord<byte[], byte[]> read = read("packed");

        assertThat(read.serializedValueSize()).isEqualTo(BOMB);
    }

    @Test
    void aTopicThatKeepsRecordsUnpackedRefusesIt() throws Exception {
        create("unpacked", Map.of("compression.type", "uncompressed"));

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> send("unpacked"))
                .withCauseInstanceOf(RecordTooLargeException.class);
    }

    private static void create(String topic, Map<String, String> settings) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
        }
    }

    private static void send(String topic) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "compression.type",
                "gzip",
                "max.request.size",
                2 * BOMB,
                "buffer.memory",
                4L * BOMB);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[BOMB])).get();
        }
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrap()));
        settings.put("auto.offset.reset", "earliest");
        settings.put("fetch.max.bytes", 1 << 20);
        settings.put("max.partition.fetch.bytes", 1 << 20);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            for (int poll = 0; poll < 30; poll++) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    return record;
                }
            }
        }
        throw new AssertionError("Nothing was read of " + topic);
    }
}
