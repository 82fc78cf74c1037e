package io.lookback.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.demo.RoundTrips.SeenAlert;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import io.lookback.cli.topic.TopicThread;
import io.lookback.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Follows the topics that the job writes, on a thread of its own, and enters everything as a round trip. */
final class Monitor implements AutoCloseable {

    private final DemoTopics topics;
    private final RoundTrips roundTrips;
    private final Consumer<String> alerts;
    private final TopicThread thread;

    /** @param alerts is told of each alert's beginning and end */
    Monitor(String bootstrap, DemoTopics topics, RoundTrips roundTrips, Consumer<String> alerts) {
        this.topics = topics;
        this.roundTrips = roundTrips;
        this.alerts = alerts;
        List<String> written = List.of(topics.scores(), topics.alerts(), topics.deadLetters());
        TopicReader reader = TopicReader.open(bootstrap, Map.of(), written, true);
        this.thread = new TopicThread("lookback-demo-monitor", reader, this::enter);
    }

    void start() {
        thread.start();
    }

    /** Fails if the topics could not be followed to here. */
    void check() throws IOException {
        Optional<Exception> failed = thread.failure();
        if (failed.isPresent()) {
            throw new IOException("The job's output topics cannot be read", failed.get());
        }
    }

    @Override
    public void close() {
        thread.close();
    }

    private void enter(ConsumerRecord<byte[], byte[]> message) throws IOException {
        if (message.topic().equals(topics.scores())) {
            roundTrips.scored(header(message, Headers.ID));
        } else if (message.topic().equals(topics.deadLetters())) {
            int partition = Integer.parseInt(header(message, Headers.ERRORS + "partition"));
            roundTrips.deadLetter(partition, Long.parseLong(header(message, Headers.ERRORS + "offset")));
        } else {
            enterAlert(OutputKind.ALERTS.decode(message));
        }
    }

    private void enterAlert(JsonNode alert) {
        String phase = alert.path("phase").asText();
        roundTrips.alert(
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
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s-%d@%d carries no header '%s'",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    name));
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
