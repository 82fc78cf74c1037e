package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.broker.Topics;
import io.lookback.cli.topic.TopicReader;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of one job under test. */
record JobTopics(String bootstrap, Map<String, String> client, String name) {

    static final int PARTITIONS = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    static JobTopics create(String bootstrap, String name) {
        return create(bootstrap, Map.of(), name);
    }

    /** @param client properties with which the brokers let clients in */
    static JobTopics create(String bootstrap, Map<String, String> client, String name) {
        JobTopics topics = new JobTopics(bootstrap, client, name);
        try (Topics broker = new Topics(bootstrap, client)) {
            broker.create(Map.of(
                    topics.input(), PARTITIONS,
                    topics.output("scores"), PARTITIONS,
                    topics.output("alerts"), PARTITIONS,
                    topics.output("incidents"), PARTITIONS,
                    topics.output("dead"), PARTITIONS));
        }
        return topics;
    }

    String input() {
        return name + "-input";
    }

    String output(String kind) {
        return name + '-' + kind;
    }

    JobProcess job(Path directory, String guarantee, String backend) throws IOException {
        return new JobProcess(directory, settings(guarantee, backend));
    }

    List<String> settings(String guarantee, String backend) {
        List<String> settings = new ArrayList<>(List.of(
                "name=" + name,
                "kafka.bootstrap=" + bootstrap,
                "input.topic=" + input(),
                "input.format=json",
                "input.start=earliest",
                // Records have no key here, but those of a series are in one partition
                "order.across-partitions=ignore",
                "output.scores=" + output("scores"),
                "output.alerts=" + output("alerts"),
                "output.dead-letters=" + output("dead"),
                "output.format=json",
                "delivery.guarantee=" + guarantee,
                "state.backend=" + backend,
                "state.interval=500 ms",
                "parallelism=2"));
        if (guarantee.equals("exactly-once")) {
            settings.add("delivery.transaction-timeout=1 min");
        }
        return settings;
    }

    /** Waits until that many different records have a score that a committed reader sees. */
    void awaitScores(int count, Duration patience) throws IOException {
        Set<String> ids = new HashSet<>();
        read("scores", patience, record -> {
            ids.add(json(record).get("id").asText());
            return ids.size() >= count;
        });
        if (ids.size() < count) {
            throw new AssertionError("%s: %d records scored, then no more within %s, expected %d"
                    .formatted(name, ids.size(), patience, count));
        }
    }

    List<byte[]> awaitDeadLetters(int count, Duration patience) throws IOException {
        List<byte[]> letters = new ArrayList<>();
        read("dead", patience, record -> {
            letters.add(record.value());
            return letters.size() >= count;
        });
        return letters;
    }

    /** All records that are there, until none comes for a while. */
    void readAll(String kind, Consumer<ConsumerRecord<byte[], byte[]>> reader) throws IOException {
        read(kind, PAUSE, record -> {
            reader.accept(record);
            return false;
        });
    }

    /** All scores that are there, until none comes for a while. */
    List<JsonNode> scores() throws IOException {
        List<JsonNode> scores = new ArrayList<>();
        read("scores", PAUSE, record -> {
            scores.add(json(record));
            return false;
        });
        return scores;
    }

    /** All scores of a job that has ended. */
    List<JsonNode> finalScores() {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(output("scores"), partition))
                .toList();
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("isolation.level", "read_committed");
        List<JsonNode> scores = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(record -> scores.add(json(record)));
            }
        }
        return scores;
    }

    /** @param patience for the next record */
    void read(String kind, Duration patience, Predicate<ConsumerRecord<byte[], byte[]>> enough) throws IOException {
        AtomicLong read = new AtomicLong();
        Standstill standstill = Standstill.of(patience, read::get);
        try (TopicReader reader = TopicReader.open(bootstrap, client, List.of(output(kind)), true)) {
            while (!standstill.reached()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    read.incrementAndGet();
                    if (enough.test(record)) {
                        return;
                    }
                }
            }
        }
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError("A score is not JSON", e);
        }
    }
}
