package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.cli.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job as a process of its own that is killed with SIGKILL while records flow, against one that is left alone. */
@Timeout(300)
class KilledJobTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RECORDS = 6_000;
    private static final int POISON_EVERY = 97;
    private static final int SERIES = 12;
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

    @ParameterizedTest
    @CsvSource({"at-least-once,hashmap", "exactly-once,rocksdb"})
    void scoresWhatTheUninterruptedJobScores(String guarantee, String backend) throws Exception {
        List<byte[]> records = records();
        JobTopics undisturbed = JobTopics.create(broker.bootstrap(), guarantee + "-undisturbed");
        JobTopics killed = JobTopics.create(broker.bootstrap(), guarantee + "-killed");
        try (JobProcess job = undisturbed.job(directory.resolve("undisturbed"), guarantee, backend)) {
            job.start(Optional.empty());
            send(undisturbed.input(), records);
            undisturbed.awaitScores(valid(records), PATIENCE);
        }

        try (JobProcess job = killed.job(directory.resolve("killed"), guarantee, backend)) {
            job.start(Optional.empty());
            send(killed.input(), records.subList(0, RECORDS / 3));
            killed.awaitScores(valid(records.subList(0, RECORDS / 6)), PATIENCE);
            String first = job.awaitCheckpoint(PATIENCE);
            send(killed.input(), records.subList(RECORDS / 3, 2 * RECORDS / 3));
            job.kill();
            job.start(Optional.of(first));
            String second = job.awaitCheckpointAfter(first, PATIENCE);
            job.kill();
            send(killed.input(), records.subList(2 * RECORDS / 3, RECORDS));
            job.start(Optional.of(second));
            killed.awaitScores(valid(records), PATIENCE);
        }

        List<JsonNode> expected = undisturbed.scores();
        List<JsonNode> found = killed.scores();
        assertThat(values(found)).isEqualTo(values(expected)).hasSize(valid(records));
        if (guarantee.equals("exactly-once")) {
            assertThat(found).hasSameSizeAs(values(found).keySet());
        }
        System.out.printf(
                "%s, %s: %d records, 2 kills, %d scores expected, %d found, 0 missing, %d repeated, 0 different%n",
                guarantee,
                backend,
                records.size(),
                expected.size(),
                found.size(),
                found.size() - values(found).size());
    }

    @Test
    void sendsPoisonToTheDeadLettersAndGoesOn() throws Exception {
        List<byte[]> records = records();
        JobTopics topics = JobTopics.create(broker.bootstrap(), "poison");
        try (JobProcess job = topics.job(directory.resolve("poison"), "at-least-once", "hashmap")) {
            job.start(Optional.empty());
            send(topics.input(), records);
            topics.awaitScores(valid(records), PATIENCE);

            Set<String> dead = new HashSet<>();
            topics.awaitDeadLetters(records.size() - valid(records), PATIENCE)
                    .forEach(letter -> dead.add(new String(letter, StandardCharsets.UTF_8)));

            assertThat(dead).hasSize(records.size() - valid(records)).allMatch(text -> text.startsWith("{\"series\":"));
        }
    }

    /** Every score's fields by its id; two scores of one id must agree. */
    private static Map<String, JsonNode> values(List<JsonNode> scores) {
        Map<String, JsonNode> byId = new TreeMap<>();
        for (JsonNode score : scores) {
            String id = score.get("series").asText() + '@' + score.get("time").asText();
            JsonNode value = score.deepCopy();
            ((ObjectNode) value).remove("id");
            JsonNode before = byId.put(id, value);
            assertThat(before == null || before.equals(value))
                    .as("repeated score %s", id)
                    .isTrue();
        }
        return byId;
    }

    private static int valid(List<byte[]> records) {
        return (int) records.stream()
                .filter(record -> record[record.length - 1] == '}')
                .count();
    }

    private static List<byte[]> records() throws Exception {
        Random random = new Random(11);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int series = i % SERIES;
            long time = 1_700_000_000_000L + 60_000L * (i / SERIES);
            double value = 20 * Math.sin(i / 300.0 + series) + random.nextGaussian() + (i % 401 == 0 ? 90 : 0);
            String text = JSON.writeValueAsString(
                    Map.of("series", "series-" + series, "time", time, "values", Map.of("value", value)));
            boolean poison = i % POISON_EVERY == POISON_EVERY - 1;
            String cut = "{\"series\":\"s-" + i + "\",\"values\":";
            records.add((poison ? cut : text).getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    private static void send(String topic, List<byte[]> records) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap(), "linger.ms", 5);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (byte[] record : records) {
                sent.add(producer.send(new ProducerRecord<>(topic, partition(record), null, record)));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** A series stays in its partition, so its order does. */
    private static int partition(byte[] record) throws Exception {
        if (record[record.length - 1] != '}') {
            return 0;
        }
        return Math.floorMod(JSON.readTree(record).get("series").asText().hashCode(), JobTopics.PARTITIONS);
    }
}
