package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"rules list", "tail deadletters --from-beginning --max=500", "deadletters replay --dry-run"})
    @FaultCase(
            kind = "Record that could stop the job",
            input = "500 records of 900 KB that compress to nothing, in a topic of which a command reads all: `{}`",
            outcome = "read with 160 MB of heap")
    void aCommandReadsMoreThanFitsIntoItsMemory(String command) throws Exception {
        String topic = command.substring(0, command.indexOf(' '));
        create(topic, Map.of("cleanup.policy", "compact"));
        fill(topic);

        String said =
                run("-Xmx160m", (command + " --bootstrap=" + broker.bootstrap() + " --topic=" + topic).split(" "));

        assertThat(said).endsWith("exit 0");
    }

    /** What the command printed, and how it ended. */
    private static String run(String heap, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.substring(Math.max(0, said.length() - 2_000)) + "exit " + process.waitFor();
    }

    private static void fill(String topic) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "compression.type",
                "gzip",
                "linger.ms",
                50,
                "batch.size",
                4 << 20);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int record = 0; record < 500; record++) {
                producer.send(new ProducerRecord<>(topic, "k" + record, new byte[900_000]));
            }
        }
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
