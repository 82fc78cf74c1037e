package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.testkit.Standstill;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole job, from its settings to its end, over a real broker. */
@Tag("slow")
class JobOverKafkaTest {

    private static final int SERIES = 7;
    private static final int GOOD = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static EmbeddedBroker broker;

    @TempDir
    private Path checkpoints;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        OverKafka.create(broker, "metrics");
        produce("metrics");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at-least-once", "exactly-once"})
    void everyRecordIsScoredOrADeadLetter(String guarantee) throws Exception {
        String prefix = guarantee + "-";
        OverKafka.create(broker, prefix + "scores", prefix + "alerts", prefix + "dead");
        JobConfig config = config(
                "delivery.guarantee=" + guarantee,
                "output.scores=" + prefix + "scores",
                "output.alerts=" + prefix + "alerts",
                "output.dead-letters=" + prefix + "dead");
        StreamExecutionEnvironment environment = LocalFlink.hidden(2);

        LookbackJob.define(environment, config);
        environment.execute(config.runtime().name());

        List<ConsumerRecord<String, String>> scores = consume(prefix + "scores", GOOD);
        assertThat(scores).hasSize(GOOD);
        assertThat(scores.stream().map(score -> header(score, "__lookback.id")).collect(Collectors.toSet()))
                .isEqualTo(ids());
        assertThat(scores).allSatisfy(score -> assertThat(score.value()).contains("\"series\":\"" + score.key() + '"'));
        List<ConsumerRecord<String, String>> dead = consume(prefix + "dead", 1);
        assertThat(dead).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo("{broken");
            assertThat(header(letter, "__lookback.errors.reason")).isEqualTo("UNDECODABLE");
        });
    }

    @Test
    void aGapInTheTopicStopsTheJobUnlessToldOtherwise() throws Exception {
        OverKafka.create(broker, "short", "short-scores");
        produce("short");
        loseRecords("short", 0, 20);

        String[] settings = {
            "input.topic=short",
            "input.start=group",
            "output.scores=short-scores",
            "output.alerts=none",
            "output.dead-letters=none"
        };

        StreamExecutionEnvironment failing = LocalFlink.hidden(1);
        LookbackJob.define(failing, config(settings));
        assertThatExceptionOfType(JobExecutionException.class)
                .isThrownBy(() -> failing.execute("short"))
                .withStackTraceContaining("of topic 'short' (partition 0), which is not there");

        StreamExecutionEnvironment goingOn = LocalFlink.hidden(1);
        String[] earliest = Arrays.copyOf(settings, settings.length + 1);
        earliest[settings.length] = "input.out-of-range=earliest";
        LookbackJob.define(goingOn, config(earliest));
        goingOn.execute("short");
        assertThat(consume("short-scores", GOOD - 20).stream()
                        .map(score -> header(score, "__lookback.id"))
                        .filter(id -> id.startsWith("short-0-"))
                        .map(id -> Integer.parseInt(id.substring("short-0-".length()))))
                .isNotEmpty()
                .allMatch(offset -> offset >= 20);
    }

    /** The group has read nothing of the partition yet, and its first records leave. */
    private static void loseRecords(String topic, int partition, int before) throws Exception {
        TopicPartition lost = new TopicPartition(topic, partition);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.alterConsumerGroupOffsets("lookback", Map.of(lost, new OffsetAndMetadata(0)))
                    .all()
                    .get();
            admin.deleteRecords(Map.of(lost, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    @Test
    void aJobWithAnEndEndsThoughPeopleMayTellItMore() throws Exception {
        OverKafka.create(broker, "told-scores", "told-alerts", "told-dead");
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.createCompacted("told");
        }
        send("told", "known", "{\"type\": \"rule\", \"series\": \"*\"}");
        send("told", "known", "{\"type\": \"rule\"}");
        JobConfig config = config(
                "control.topic=told",
                "output.scores=told-scores",
                "output.alerts=told-alerts",
                "output.dead-letters=told-dead");
        StreamExecutionEnvironment environment = LocalFlink.hidden(2);

        LookbackJob.define(environment, config);
        environment.execute(config.runtime().name());

        assertThat(consume("told-scores", GOOD)).hasSize(GOOD);
        assertThat(consume("told-dead", 2))
                .extracting(letter -> header(letter, "__lookback.errors.exception.message"))
                .contains("series is missing");
    }

    @Test
    void everyPointOfARecordIsScoredOnceUnderAnIdOfItsOwn() throws Exception {
        OverKafka.create(broker, "batches", "batch-scores", "batch-alerts", "batch-dead");
        String point =
                "{\"tags\": {\"host\": \"h%d\"}, \"timestamp\": %d, \"fields\": {\"idle\": 7, \"os\": \"linux\"}}";
        for (int record = 0; record < 3; record++) {
            long time = 1_700_000_000L + record;
            send("batches", "k", "{\"metrics\": [" + point.formatted(1, time) + ',' + point.formatted(2, time) + "]}");
        }
        JobConfig config = config(
                "input.topic=batches",
                "input.explode=metrics",
                "input.series=tags.host",
                "input.time.field=timestamp",
                "input.values=fields.*",
                "delivery.guarantee=exactly-once",
                "output.scores=batch-scores",
                "output.alerts=batch-alerts",
                "output.dead-letters=batch-dead");
        StreamExecutionEnvironment environment = LocalFlink.hidden(2);

        LookbackJob.define(environment, config);
        environment.execute(config.runtime().name());

        List<ConsumerRecord<String, String>> scores = consume("batch-scores", 6);
        assertThat(scores)
                .extracting(score -> header(score, "__lookback.id").replaceFirst("batches-\\d-", ""))
                .containsExactlyInAnyOrder("0.0", "0.1", "1.0", "1.1", "2.0", "2.1");
        assertThat(scores).allSatisfy(score -> assertThat(score.value()).contains("\"name\":\"idle\""));
    }

    @Test
    void aPatternReadsEveryTopicThatFits() throws Exception {
        OverKafka.create(broker, "fit-1", "fit-2", "unfit-1", "fit-scores");
        for (String topic : List.of("fit-1", "fit-2", "unfit-1")) {
            send(topic, "s", "{\"series\": \"s\", \"time\": 1700000000000, \"values\": [1]}");
        }
        JobConfig config = config(
                "input.topic=/fit-\\d/",
                "input.series=[kafka-topic, series]",
                "output.scores=fit-scores",
                "output.alerts=none",
                "output.dead-letters=none");
        StreamExecutionEnvironment environment = LocalFlink.hidden(2);

        LookbackJob.define(environment, config);
        environment.execute(config.runtime().name());

        assertThat(consume("fit-scores", 2))
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder("fit-1/s", "fit-2/s");
    }

    private static void send(String topic, String key, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private JobConfig config(String... overrides) {
        return OverKafka.config(broker, checkpoints, overrides);
    }

    private static void produce(String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < GOOD; i++) {
                String series = "s" + i % SERIES;
                String value = "{\"series\": \"%s\", \"time\": %d, \"values\": {\"x\": %d}}"
                        .formatted(series, 1_700_000_000_000L + 1000L * i, i % 10);
                sent.add(producer.send(new ProducerRecord<>(topic, partition(i), series, value)));
            }
            sent.add(producer.send(new ProducerRecord<>(topic, 0, "k", "{broken")));
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    /** A series stays in one partition, so its records stay in order. */
    private static int partition(int record) {
        return record % SERIES % OverKafka.PARTITIONS;
    }

    /** The good records are the first of each partition. */
    private static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        int[] offsets = new int[OverKafka.PARTITIONS];
        for (int i = 0; i < GOOD; i++) {
            ids.add("metrics-%d-%d".formatted(partition(i), offsets[partition(i)]++));
        }
        return ids;
    }

    /** Waits, since a commit is acknowledged before its markers stand in all partitions. */
    private static List<ConsumerRecord<String, String>> consume(String topic, int expected) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed");
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, partition.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Standstill standstill = Standstill.of(PATIENCE, read::size);
            while ((read.size() < expected || !atEnd(consumer, partitions)) && !standstill.reached()) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
        }
        assertThat(read).as("records of topic %s", topic).hasSizeGreaterThanOrEqualTo(expected);
        return read;
    }

    private static boolean atEnd(KafkaConsumer<String, String> consumer, List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
