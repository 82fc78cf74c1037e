package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
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

/** What people tell the job while it runs, by the commands that they use, across a kill of its process. */
@Timeout(1_800)
class ControlTest {

    private static final String QUIET = "quiet";
    private static final String LABELED = "labeled";
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
    void followsRulesAndLabelsWhileItRunsAndAfterARestart() throws Exception {
        JobTopics topics = JobTopics.create(broker.bootstrap(), "control");
        tell("rules", "add", "--id=elsewhere", "--series=other");
        List<String> settings = new ArrayList<>(topics.settings("at-least-once", "hashmap"));
        settings.addAll(List.of(
                "control.topic=told",
                "detection.false-alarms=1000",
                "detection.warm-up=100",
                "detection.refractory=5"));
        try (JobProcess job = new JobProcess(directory, settings)) {
            Rounds rounds = new Rounds(topics, PATIENCE);
            job.start(Optional.empty());
            Round before = rounds.next();

            assertThat(before.alerts(QUIET)).isNotEmpty().noneMatch(Round::suppressed);
            assertThat(before.between(LABELED)).isNotEmpty().allMatch(Round::anomaly);

            tell("rules", "add", "--id=known", "--series=quie?", "--reason=maintenance");
            for (int i = 0; i < 4; i++) {
                tell("labels", "add", "--id=wrong-" + i, "--series=" + LABELED, "--false-alarm", rounds.from());
            }
            Round told = rounds.until(round -> round.begun(QUIET).stream().anyMatch(Round::suppressed)
                    && round.between(LABELED).stream().anyMatch(score -> !Round.anomaly(score)));
            requireFollowed(rounds.next());
            assertThat(told.begun(LABELED)).noneMatch(Round::suppressed);

            job.awaitNextCheckpoint(PATIENCE);
            Optional<String> checkpoint = job.kill();
            send("known", "{\"type\": \"rule\", \"serie\": \"quiet\"}");
            job.start(checkpoint);
            requireFollowed(rounds.next());
            assertThat(topics.awaitDeadLetters(1, PATIENCE))
                    .singleElement()
                    .extracting(value -> new String(value, StandardCharsets.UTF_8))
                    .isEqualTo("{\"type\": \"rule\", \"serie\": \"quiet\"}");

            tell("rules", "remove", "known");
            tell("labels", "remove", "wrong-0", "wrong-1", "wrong-2", "wrong-3");
            rounds.until(round -> round.begun(QUIET).stream().anyMatch(alert -> !Round.suppressed(alert))
                    && round.between(LABELED).stream().anyMatch(Round::anomaly));
            Round restored = rounds.next();
            assertThat(restored.begun(QUIET)).isNotEmpty().noneMatch(Round::suppressed);
            assertThat(restored.between(LABELED)).isNotEmpty().allMatch(Round::anomaly);
        }
    }

    private static void requireFollowed(Round round) {
        List<JsonNode> begun = round.begun(QUIET);
        assertThat(begun).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.get("suppressed_by").asText()).isEqualTo("known");
            assertThat(alert.get("suppression_reason").asText()).isEqualTo("maintenance");
        });
        assertThat(round.between(LABELED)).isNotEmpty().noneMatch(Round::anomaly);
    }

    private static void tell(String kind, String command, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of(kind, command, "--bootstrap", broker.bootstrap(), "--topic", "told"));
        all.addAll(List.of(arguments));
        Commands.Answer answer = Commands.run(all.toArray(String[]::new));
        assertThat(answer.code()).as(answer.err()).isZero();
    }

    private static void send(String key, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("told", key, value)).get();
        }
    }
}
