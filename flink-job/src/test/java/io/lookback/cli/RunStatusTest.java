package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
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

/** What a person sees of a job that {@code run} runs to its end. */
@Timeout(900)
@Tag("slow")
class RunStatusTest {

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @FaultCase(
            kind = "Misread topic",
            input = "topic in another format than configured",
            outcome = "run shows the first cause, counts all rejections and fails")
    @Test
    void aJobThatRejectsEverythingSaysWhyAndFails() throws Exception {
        produce(
                "lines",
                IntStream.range(0, 50)
                        .mapToObj(i -> "cpu,host=web-a usage_user=49.8 17643000%08d0000".formatted(i))
                        .toList());

        Ran ran = run("lines");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("First record that is rejected as undecodable, lines-0-0: The value is not JSON")
                .contains("Records in         50", "Scores out         0", "Rejected           50")
                .containsPattern("undecodable +50, the first one lines-0-0: The value is not JSON");
        assertThat(ran.err()).contains("Nothing could be scored");
    }

    @Test
    void aJobThatScoresGivesAnAccountAndSucceeds() throws Exception {
        List<String> records = new ArrayList<>(IntStream.range(0, 20)
                .mapToObj(i -> "{\"series\": \"a\", \"time\": %d, \"values\": {\"v\": %d}}"
                        .formatted(1_764_300_000L + 60 * i, i % 5))
                .toList());
        records.add("{\"series\": \"a\"}");
        produce("records", records);

        Ran ran = run("records");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Records in         21", "Scores out         20", "Rejected           1")
                .containsPattern("unusable +1, the first one records-0-20: ");
    }

    @FaultCase(
            kind = "Misread topic",
            input = "topic with times in seconds and in milliseconds, input.time.format: auto",
            outcome = "run warns about mixed units; each time is read by its own magnitude")
    @Test
    void aTopicThatMixesUnitsOfTimeIsReported() throws Exception {
        produce(
                "mixed",
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"series\": \"a\", \"time\": %d, \"values\": {\"v\": %d}}"
                                .formatted((1_764_300_000L + 60 * i) * (i == 20 ? 1 : 1_000), i % 5))
                        .toList());

        Ran ran = run("mixed");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Warning: a topic mixes units of time", "Times in other units 1", "Scores out         40");
    }

    @Test
    void theAccountOfAStoppedJobHoldsAllThatItWrote(@TempDir Path checkpoints) throws Exception {
        produce("endless", List.of(record(0)));
        FutureTask<Ran> ran = new FutureTask<>(
                () -> run("endless", "--set=input.until=forever", "--set=state.checkpoints=" + checkpoints.toUri()));
        Thread command = new Thread(ran);
        command.start();
        try (var producer = producer()) {
            for (int i = 1; command.isAlive(); i++) {
                producer.send(new ProducerRecord<>("endless", record(i)));
                if (i == 5_000) {
                    command.interrupt();
                }
                Thread.sleep(1);
            }
        }

        assertThat(written("endless-scores")).isPositive();
        assertThat(ran.get().out())
                .contains("Resume with --restore", String.format("Scores out         %,d%n", written("endless-scores")))
                .doesNotContain("The job did not end in order");
    }

    private static String record(int i) {
        return "{\"series\": \"a\", \"time\": %d, \"values\": {\"v\": %d}}".formatted(1_764_300_000L + 60 * i, i % 5);
    }

    private static long written(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringDeserializer(),
                new StringDeserializer())) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private static KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void produce(String topic, List<String> values) throws Exception {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(topic, 1, topic + "-scores", 1, topic + "-alerts", 1, topic + "-dead", 1));
        }
        try (var producer = producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get();
            }
        }
    }

    private static Ran run(String topic, String... more) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of(
                "run",
                "--ui-port=" + Ports.free(1).get(0),
                "--parallelism=1",
                "--set=kafka.bootstrap=" + broker.bootstrap(),
                "--set=input.topic=" + topic,
                "--set=input.start=earliest",
                "--set=output.scores=" + topic + "-scores",
                "--set=output.alerts=" + topic + "-alerts",
                "--set=output.dead-letters=" + topic + "-dead"));
        words.addAll(more.length == 0 ? List.of("--set=input.until=latest") : List.of(more));
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    private record Ran(int code, String out, String err) {}
}
