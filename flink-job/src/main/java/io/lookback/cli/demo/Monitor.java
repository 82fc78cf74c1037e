package io.lookback.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.Interruption;
import io.lookback.cli.demo.Ledger.SeenAlert;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import io.lookback.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Follows the topics that the job writes, on a thread of its own, and enters everything in the ledger. */
final class Monitor implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DemoTopics topics;
    private final TopicReader reader;
    private final Ledger ledger;
    private final Consumer<String> alerts;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Exception failure;

    /** @param alerts is told of each alert's beginning and end */
    Monitor(String bootstrap, DemoTopics topics, Ledger ledger, Consumer<String> alerts) {
        this.topics = topics;
        this.ledger = ledger;
        this.alerts = alerts;
        this.reader = TopicReader.open(
                bootstrap, Map.of(), List.of(topics.scores(), topics.alerts(), topics.deadLetters()), true);
        this.thread = new Thread(this::follow, "lookback-demo-monitor");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Fails if the topics could not be followed to here. */
    void check() throws IOException {
        Exception failed = failure;
        if (failed != null) {
            throw new IOException("What the job wrote cannot be followed", failed);
        }
    }

    @Override
    public void close() {
        closing = true;
        Interruption.shielded(this::join);
    }

    private void join() {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (reader) {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                    enter(message);
                }
            }
        } catch (IOException | RuntimeException failed) {
            if (!closing && !(failed instanceof InterruptException)) {
                failure = failed;
            }
        }
    }

    private void enter(ConsumerRecord<byte[], byte[]> message) throws IOException {
        if (message.topic().equals(topics.scores())) {
            ledger.scored(header(message, Headers.ID));
        } else if (message.topic().equals(topics.deadLetters())) {
            int partition = Integer.parseInt(header(message, Headers.ERRORS + "partition"));
            ledger.deadLetter(partition, Long.parseLong(header(message, Headers.ERRORS + "offset")));
        } else {
            enterAlert(OutputKind.ALERTS.decode(message));
        }
    }

    private void enterAlert(JsonNode alert) {
        String phase = alert.path("phase").asText();
        ledger.alert(
                alert.path("id").asText(),
                new SeenAlert(
                        alert.path("series").asText(),
                        millis(alert.path("begin")),
                        millis(alert.path("end")),
                        !phase.equals("END")));
        if (!phase.equals("UPDATE")) {
            alerts.accept(OutputKind.ALERTS.line(alert));
        }
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli();
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) throws IOException {
        Header header = message.headers().lastHeader(name);
        if (header == null) {
            throw new IOException("%s-%d@%d carries no header '%s'"
                    .formatted(message.topic(), message.partition(), message.offset(), name));
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
