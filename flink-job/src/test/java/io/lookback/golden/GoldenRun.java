package io.lookback.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.LocalJob;
import io.lookback.cli.LocalPorts;
import io.lookback.cli.Ports;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Jobs over the input of a golden savepoint, with a broker of their own. */
final class GoldenRun implements AutoCloseable {

    /** Holds what a golden savepoint's job was told, perhaps nothing. */
    static final String CONTROL = "told";

    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Golden golden;
    private final EmbeddedBroker broker;

    GoldenRun(Golden golden) throws Exception {
        this.golden = golden;
        this.broker = EmbeddedBroker.start();
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(golden.name(), PARTITIONS));
            topics.createCompacted(CONTROL);
        }
        List<ProducerRecord<String, String>> told = new ArrayList<>();
        for (String entry : golden.told()) {
            int blank = entry.indexOf(' ');
            told.add(new ProducerRecord<>(CONTROL, entry.substring(0, blank), entry.substring(blank + 1)));
        }
        sendAll(told);
    }

    /** Sends rows to the job's input; a series stays in its partition. */
    void send(List<String> rows) throws Exception {
        sendAll(rows.stream()
                .map(row -> new ProducerRecord<String, String>(golden.name(), partition(row), null, row))
                .toList());
    }

    private static int partition(String row) {
        return Math.floorMod(row.substring(0, row.indexOf(',')).hashCode(), PARTITIONS);
    }

    private void sendAll(List<ProducerRecord<String, String>> records) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<String, String> record : records) {
                sent.add(producer.send(record));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /**
     * Runs a job that writes to topics of that name until it has scored that many records.
     *
     * @param restore savepoint to go on from
     * @param settings further ones
     * @return the savepoint that it leaves under {@code savepoints}
     */
    Path play(String name, Optional<Path> restore, int scores, Path savepoints, String... settings) throws Exception {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(name + "-scores", 1, name + "-alerts", 1, name + "-dead", 1));
        }
        List<Integer> ports = Ports.free(2);
        List<String> all = new ArrayList<>(List.of(
                "kafka.bootstrap=" + broker.bootstrap(),
                "input.topic=" + golden.name(),
                "output.scores=" + name + "-scores",
                "output.alerts=" + name + "-alerts",
                "output.dead-letters=" + name + "-dead"));
        all.addAll(golden.since());
        all.addAll(List.of(settings));
        if (!golden.told().isEmpty()) {
            all.add("control.topic=" + CONTROL);
        }
        JobConfig config = JobConfig.load(Optional.of(golden.settings()), all);
        try (LocalJob job = LocalJob.start(
                config,
                PARTITIONS,
                LocalPorts.of(ports.get(0), ports.get(1)),
                restore.map(path -> path.toAbsolutePath().toUri().toString()))) {
            await(job, name + "-scores", scores);
            return Path.of(URI.create(job.stopWithSavepoint(savepoints.toUri().toString())));
        }
    }

    /** All records of a topic, as JSON. */
    List<JsonNode> all(String topic) throws IOException {
        List<JsonNode> read = new ArrayList<>();
        try (var consumer = consumer(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    read.add(JSON.readTree(message.value()));
                }
            }
        }
        return read;
    }

    private void await(LocalJob job, String topic, int count) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = consumer(topic)) {
            int read = 0;
            while (read < count) {
                read += consumer.poll(POLL).count();
                if (job.ended() || System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "%s: %d records within %s, expected %d".formatted(topic, read, PATIENCE, count));
                }
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    @Override
    public void close() {
        broker.close();
    }
}
