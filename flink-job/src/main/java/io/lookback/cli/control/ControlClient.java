package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.cli.broker.Topics;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlEntry;
import io.lookback.event.Bytes;
import io.lookback.event.Rejection;
import io.lookback.wire.ControlRecords;
import io.lookback.wire.ControlTopic;
import io.lookback.wire.ControlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Reads and writes a control topic. */
final class ControlClient {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String bootstrap;
    private final String topic;
    private final Map<String, String> properties;

    /** @param properties further ones of Kafka's clients, such as those for security */
    ControlClient(String bootstrap, String topic, Map<String, String> properties) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.properties = properties;
    }

    /** Creates the topic if there is none. Returns whether it did. Fails if it exists and is not compacted. */
    boolean create() {
        try (Topics topics = new Topics(bootstrap, properties)) {
            return topics.createCompacted(topic);
        }
    }

    /** Fails if the topic is not compacted: a removal would delete somebody else's record. */
    void requireCompacted() {
        try (Topics topics = new Topics(bootstrap, properties)) {
            topics.requireCompacted(topic);
        }
    }

    Content read() {
        Properties settings = new Properties();
        settings.putAll(properties);
        settings.put("bootstrap.servers", bootstrap);
        try {
            return Content.of(new ControlTopic(settings, topic, PATIENCE).read().records());
        } catch (IOException | KafkaException failed) {
            throw new CliException(String.valueOf(failed.getMessage()), failed);
        }
    }

    void put(ControlEntry entry) {
        send(entry.id().getBytes(StandardCharsets.UTF_8), ControlWriter.write(entry));
    }

    /** The record of this id, or the unfit ones that list shows under it, whatever bytes their keys are. */
    void remove(Content content, String id) {
        if (content.entries().containsKey(id)) {
            send(id.getBytes(StandardCharsets.UTF_8), null);
        }
        for (Rejection record : content.unfit()) {
            Bytes key = record.payload().key();
            if (key != null && Content.name(record).equals(id)) {
                send(key.array(), null);
            }
        }
    }

    private void send(byte[] id, byte @Nullable [] value) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("acks", "all");
        settings.putIfAbsent("max.block.ms", String.valueOf(PATIENCE.toMillis()));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, id, value)).get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CliException(
                    String.format(Locale.ROOT, "Interrupted while topic '%s' was written", topic), stopped);
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "Topic '%s' at %s rejects the record: %s",
                            topic,
                            bootstrap,
                            cause.getMessage()),
                    cause);
        }
    }

    /**
     * What a topic holds.
     *
     * @param entries in force, by id
     * @param unfit records after the last entry of their id that cannot be followed; a job leaves in force what it had
     */
    record Content(Map<String, ControlEntry> entries, List<Rejection> unfit) {

        static Content of(ControlRecords records) {
            Map<String, ControlEntry> entries = new TreeMap<>();
            for (ControlChange change : records.changes()) {
                ControlEntry entry = change.entry();
                if (entry != null) {
                    entries.put(change.id(), entry);
                }
            }
            return new Content(entries, records.unfit());
        }

        <E extends ControlEntry> List<E> of(Class<E> kind) {
            Collection<ControlEntry> all = entries.values();
            return all.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        boolean holds(String id) {
            return entries.containsKey(id)
                    || unfit.stream().anyMatch(record -> name(record).equals(id));
        }

        /** The id of a record, as far as it has one. */
        static String name(Rejection record) {
            var key = record.payload().key();
            return key == null ? "" : new String(key.array(), StandardCharsets.UTF_8);
        }
    }
}
