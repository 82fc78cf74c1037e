package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other models while the job runs, by the command that people use, across a kill of its process. */
@Timeout(1_800)
class ModelChangeTest {

    private static final String TOPIC = "models-told";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void changesModelsWhileItRunsAndKeepsThemAcrossAKill() throws Exception {
        JobTopics topics = JobTopics.create(broker.bootstrap(), "models");
        try (Topics admin = new Topics(broker.bootstrap())) {
            admin.create(Map.of(topics.output("shadow"), 1));
        }
        Path model = Files.write(
                directory.resolve("tiny.onnx"), TinyModel.of("tiny", "7", 16).bytes());
        Path never = Files.write(directory.resolve("broken.onnx"), new byte[] {1, 2, 3});
        assertThat(tell("rules", "add", "--id=elsewhere", "--series=other").code())
                .isZero();
        List<String> settings = new ArrayList<>(topics.settings("at-least-once", "rocksdb"));
        settings.addAll(List.of("cells=lstm", "control.topic=" + TOPIC, "shadow.topic=" + topics.output("shadow")));
        try (JobProcess job = new JobProcess(directory.resolve("job"), settings)) {
            Rounds rounds = new Rounds(topics, PATIENCE);
            job.start(Optional.empty());
            assertThat(models(rounds.next(), "quiet")).containsOnly("lstm-1");

            Commands.Answer refused = tell("models", "announce", "--model=" + never);
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err()).contains("Nothing was announced", "3 bytes");
            Commands.Answer announced = tell("models", "announce", "--model=" + model, "--series=quie?");
            assertThat(announced.code()).as(announced.err()).isZero();
            assertThat(announced.out().strip()).isEqualTo("lstm@quie?");
            assertThat(announced.err()).contains("tiny-7 is a lstm; its memory is tiny-7/vector-16.");
            assertThat(tell("models", "list").out()).contains("tiny-7 for quie?, as lstm: file:");
            rounds.until(round -> models(round, "quiet").contains("tiny-7"));
            requireChanged(rounds.next());

            job.awaitNextCheckpoint(PATIENCE);
            job.start(job.kill());
            requireChanged(rounds.next());

            send("lstm@quie?", """
                    {"type": "model", "cell": "lstm", "model": "tiny-8", "series": "quie?",
                     "file": "%s", "sha256": "%s"}""".formatted(model.toUri(), "0".repeat(64)));
            assertThat(topics.awaitDeadLetters(1, PATIENCE))
                    .singleElement()
                    .satisfies(letter -> assertThat(new String(letter, StandardCharsets.UTF_8))
                            .contains("tiny-8"));
            requireChanged(rounds.next());

            assertThat(tell("models", "remove", "lstm@quie?").code()).isZero();
            rounds.until(round -> !models(round, "quiet").contains("tiny-7"));
            assertThat(models(rounds.next(), "quiet")).containsOnly("lstm-1");

            assertThat(tell("models", "announce", "--model=" + model, "--series=labeled", "--shadow")
                            .out()
                            .strip())
                    .isEqualTo("shadow-lstm@labeled");
            rounds.until(round -> !shadows(topics).isEmpty());
            assertThat(models(rounds.next(), "labeled")).containsOnly("lstm-1");
            assertThat(shadows(topics)).extracting(ModelChangeTest::model).containsOnly("tiny-7");
            assertThat(shadows(topics))
                    .extracting(score -> score.get("series").asText())
                    .containsOnly("labeled");
        }
    }

    private static List<JsonNode> shadows(JobTopics topics) {
        List<JsonNode> scores = new ArrayList<>();
        try {
            topics.read("shadow", Duration.ofSeconds(2), record -> {
                scores.add(json(record.value()));
                return false;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scores;
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("A score is not JSON", e);
        }
    }

    private static void requireChanged(Round round) {
        assertThat(models(round, "quiet")).containsOnly("tiny-7");
        assertThat(models(round, "labeled")).containsOnly("lstm-1");
    }

    private static List<String> models(Round round, String series) {
        return round.scores().stream()
                .filter(score -> score.get("series").asText().equals(series))
                .map(ModelChangeTest::model)
                .toList();
    }

    private static String model(JsonNode score) {
        return score.get("model").asText();
    }

    private static Commands.Answer tell(String kind, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(kind, command, "--bootstrap", broker.bootstrap(), "--topic", TOPIC));
        all.addAll(List.of(arguments));
        return Commands.run(all.toArray(String[]::new));
    }

    private static void send(String key, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, key, value)).get();
        }
    }
}
