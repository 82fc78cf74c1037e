package io.lookback.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.event.Bytes;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import io.lookback.wire.DeadLettersToKafka;
import io.lookback.wire.TopicLimits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("slow")
class ReplayCommandTest {

    private static final long TIME = 1_700_000_000_000L;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void sendsLettersBackAsTheyCameAndOnce() throws Exception {
        topics("in", "dead");
        letters("dead", letter("in", 0, "a", Reason.UNDECODABLE), letter("in", 1, "b", Reason.LATE));

        assertThat(replay("dead")).contains("dead: 2 dead letters read, 2 sent");
        assertThat(replay("dead")).contains("dead: 0 dead letters read, 0 sent");

        List<ConsumerRecord<byte[], byte[]>> back = read("in", 2);
        assertThat(back).extracting(ConsumerRecord::partition).containsExactly(0, 1);
        assertThat(back).extracting(record -> text(record.value())).containsExactly("value a", "value b");
        assertThat(back).allSatisfy(record -> {
            assertThat(text(record.key())).isEqualTo("key");
            assertThat(record.timestamp()).isEqualTo(TIME);
            assertThat(record.headers().toArray()).extracting(Header::key).containsExactly("trace");
        });
    }

    @Test
    void sendsOnlyThoseOfAReasonAndLeavesTheOthersForLater() throws Exception {
        topics("chosen-in", "chosen-dead");
        letters(
                "chosen-dead",
                letter("chosen-in", 0, "a", Reason.UNDECODABLE),
                letter("chosen-in", 0, "b", Reason.LATE));

        assertThat(replay("chosen-dead", "--reason", "late")).contains("2 dead letters read, 1 sent");
        assertThat(replay("chosen-dead", "--reason", "undecodable")).contains("2 dead letters read, 1 sent");

        assertThat(read("chosen-in", 2))
                .extracting(record -> text(record.value()))
                .containsExactly("value b", "value a");
    }

    @Test
    void aDryRunSendsAndRemembersNothing() throws Exception {
        topics("dry-in", "dry-dead");
        letters("dry-dead", letter("dry-in", 0, "a", Reason.MISMATCH));

        assertThat(replay("dry-dead", "--dry-run")).contains("1 dead letters read, 1 would be sent");
        assertThat(replay("dry-dead")).contains("1 dead letters read, 1 sent");

        assertThat(read("dry-in", 1)).hasSize(1);
    }

    @Test
    void lettersWithoutTheirValueStay() throws Exception {
        topics("bare-in", "bare-dead");
        Payload none = new Payload(null, null, List.of(), TIME);
        letters("bare-dead", new Rejection(new Origin("bare-in", 0, 3), none, Reason.LATE, "too late"));

        assertThat(replay("bare-dead")).contains("1 dead letters read, 0 sent").contains("1 do not say where");
    }

    @Test
    void aForeignLetterStopsNoOther() throws Exception {
        topics("in-foreign", "dead-foreign");
        for (String partition : List.of("0", "abc", "99999999999")) {
            ProducerRecord<byte[], byte[]> letter =
                    serialized("dead-foreign", letter("in-foreign", 0, partition, Reason.UNDECODABLE));
            letter.headers().remove("__lookback.errors.partition");
            letter.headers().add("__lookback.errors.partition", partition.getBytes(StandardCharsets.UTF_8));
            send(letter);
        }

        assertThat(replay("dead-foreign")).contains("dead-foreign: 3 dead letters read, 3 sent");
        assertThat(read("in-foreign", 3)).hasSize(3);
    }

    private static Rejection letter(String source, int partition, String name, Reason reason) {
        Payload payload = new Payload(
                bytes("key"), bytes("value " + name), List.of(new Payload.Header("trace", bytes("t"))), TIME);
        return new Rejection(new Origin(source, partition, 7), payload, reason, "because");
    }

    private static String replay(String topic, String... options) {
        StringWriter printed = new StringWriter();
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(printed));
        commands.setErr(new PrintWriter(printed));
        List<String> line =
                new ArrayList<>(List.of("deadletters", "replay", "--bootstrap", broker.bootstrap(), "--topic", topic));
        line.addAll(List.of(options));
        assertThat(commands.execute(line.toArray(String[]::new)))
                .as(printed.toString())
                .isZero();
        return printed.toString();
    }

    private static void topics(String source, String dead) {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(source, 2, dead, 1));
        }
    }

    private static void letters(String topic, Rejection... rejections) throws Exception {
        for (Rejection rejection : rejections) {
            send(serialized(topic, rejection));
        }
    }

    @SuppressWarnings("NullAway") // the serializer asks for no context
    private static ProducerRecord<byte[], byte[]> serialized(String topic, Rejection rejection) {
        return new DeadLettersToKafka(topic, TopicLimits.USUAL).serialize(rejection, null, null);
    }

    private static void send(ProducerRecord<byte[], byte[]> letter) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(letter).get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int expected) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (TopicReader reader = TopicReader.open(broker.bootstrap(), Map.of(), List.of(topic), true)) {
            while (read.size() < expected && System.nanoTime() < deadline) {
                reader.poll(Duration.ofMillis(100)).forEach(read::add);
            }
        }
        read.sort(Comparator.comparing(ConsumerRecord::partition));
        return read;
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
