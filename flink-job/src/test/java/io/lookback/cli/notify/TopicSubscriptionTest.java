package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of partitions and records of a real broker while a target is told of them. */
@Timeout(90)
@Tag("slow")
class TopicSubscriptionTest {

    private static EmbeddedBroker broker;
    private static Admin admin;

    @TempDir
    private Path folder;

    private Inbox inbox;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        inbox = new Inbox();
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    @Test
    void aRebalanceWhileTheTargetIsDownLosesNothing() throws Exception {
        create("rebalanced", 2);
        try (Notifying first = new Notifying("rebalanced")) {
            try (Notifying second = new Notifying("rebalanced")) {
                inbox.fall();
                send("rebalanced", 0, 0, 10);
                send("rebalanced", 1, 10, 20);
                await(() -> inbox.requests().size() > 3);
            }
            await(() -> members("rebalanced") == 1);
            TimeUnit.SECONDS.sleep(2);

            inbox.rise();

            await(() -> told().equals(names(0, 20)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"group.protocol: classic, session.timeout.ms: 45000", "group.protocol: consumer"})
    void whatStopsDuringARequestLeavesTheGroupAtOnce(String membership) throws Exception {
        String topic = membership.replaceAll("[^a-z]+", "-");
        create(topic, 1);
        inbox.slow(Duration.ofSeconds(5));
        try (Notifying notifying = new Notifying(config(topic, membership))) {
            send(topic, 0, 0, 1);
            await(() -> !inbox.requests().isEmpty());
        }

        assertThat(members(topic)).isZero();
    }

    @Test
    void whatIsAssignedWhileATargetIsAwaitedIsReadAfterwards() throws Exception {
        create("awaited", 1);
        NotifyConfig config = config("awaited");
        try (NotifyMetrics metrics = NotifyMetrics.serve(config.metrics().orElseThrow());
                TopicSubscription subscription =
                        new TopicSubscription(config, config.receivers().get(0), metrics)) {
            subscription.begin();
            send("awaited", 0, 0, 5);
            while (!subscription.ready()) {
                subscription.await(Duration.ofSeconds(5));
            }
            subscription.await(Duration.ofSeconds(1));

            assertThat(subscription.next(Duration.ofSeconds(10)).count()).isEqualTo(5);
        }
    }

    @Test
    void whatRetentionRemovedIsCountedAndWhatItLeftIsTold() throws Exception {
        create("overtaken", 1);
        try (Notifying notifying = new Notifying("overtaken")) {
            inbox.fall();
            send("overtaken", 0, 0, 1);
            await(() -> !inbox.requests().isEmpty());
            TimeUnit.SECONDS.sleep(2);
            send("overtaken", 0, 1, 30);
            trim("overtaken", 20);

            inbox.rise();

            Set<String> left = names(20, 30);
            left.addAll(names(0, 1));
            await(() -> told().equals(left));
            assertThat(notifying.metrics()).contains("lookback_notify_lost_total{target=\"hook\",} 19.0");
        }
    }

    @Test
    void whatRetentionRemovedBetweenTwoStartsIsCountedToo() throws Exception {
        create("stopped", 1);
        try (Notifying notifying = new Notifying("stopped")) {
            send("stopped", 0, 0, 1);
            await(() -> told().equals(names(0, 1)));
        }
        send("stopped", 0, 1, 30);
        trim("stopped", 20);

        try (Notifying notifying = new Notifying("stopped")) {
            await(() -> told().containsAll(names(20, 30)));
            assertThat(notifying.metrics()).contains("lookback_notify_lost_total{target=\"hook\",} 19.0");
        }
    }

    @Test
    void markersOfTransactionsAndAbortedRecordsAreNotLost() throws Exception {
        create("marked", 1);
        try (var producer = transactional("marked")) {
            try (Notifying notifying = new Notifying("marked")) {
                producer.beginTransaction();
                send(producer, "marked", 0, 0, 3);
                producer.commitTransaction();
                producer.beginTransaction();
                send(producer, "marked", 0, 3, 6);
                producer.flush();
                producer.abortTransaction();
                await(() -> told().equals(names(0, 3)) && committed("marked") == 8);
            }
        }
        trim("marked", 8);

        try (Notifying notifying = new Notifying("marked")) {
            send("marked", 0, 6, 7);
            await(() -> told().contains("s6"));
            assertThat(notifying.metrics()).contains("lookback_notify_lost_total{target=\"hook\",} 0.0");
        }
    }

    @Test
    void aPartitionThatIsAddedIsToldFromItsBeginning() throws Exception {
        create("grown", 1);
        send("grown", 0, 0, 5);
        try (Notifying notifying = new Notifying("grown")) {
            admin.createPartitions(Map.of("grown", NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            send("grown", 1, 5, 10);

            await(() -> told().equals(names(5, 10)));
        }
    }

    @Test
    void aTopicThatIsCreatedAgainIsToldFromItsBeginning() throws Exception {
        create("again", 1);
        send("again", 0, 0, 5);
        try (Notifying notifying = new Notifying("again")) {
            send("again", 0, 5, 10);
            await(() -> told().equals(names(5, 10)));
            admin.deleteTopics(List.of("again")).all().get();
            await(() -> !admin.listTopics().names().get().contains("again"));
            create("again", 1);
            send("again", 0, 10, 13);

            await(() -> told().equals(names(5, 13)));
        }
    }

    @Test
    void aPartitionThatEndsBeforeTheCommittedOffsetIsToldFromItsBeginning() throws Exception {
        create("beyond", 1);
        send("beyond", 0, 0, 5);
        commitOffset("beyond", 1_000);

        try (Notifying notifying = new Notifying("beyond")) {
            send("beyond", 0, 5, 10);

            await(() -> told().equals(names(0, 10)));
        }
    }

    @Test
    void anOpenTransactionDoesNotMoveAnOffsetAtTheEndOfTheLog() throws Exception {
        create("open", 1);
        send("open", 0, 0, 5);
        try (var producer = transactional("open")) {
            producer.beginTransaction();
            send(producer, "open", 0, 5, 8);
            producer.flush();
            commitOffset("open", 8);

            try (Notifying notifying = new Notifying("open")) {
                producer.commitTransaction();
                send("open", 0, 8, 10);
                await(() -> told().containsAll(names(8, 10)));

                assertThat(told()).isEqualTo(names(8, 10));
            }
        }
    }

    @Test
    void aNewGroupBeginsAtTheEndOfEveryPartitionAndMayStop() throws Exception {
        create("new", 2);
        send("new", 0, 0, 5);
        send("new", 1, 5, 10);
        try (Notifying first = new Notifying("new");
                Notifying second = new Notifying("new")) {
            assertThat(told()).isEmpty();
        }
        send("new", 0, 10, 15);
        send("new", 1, 15, 20);

        try (Notifying first = new Notifying("new");
                Notifying second = new Notifying("new")) {
            await(() -> told().containsAll(names(10, 20)));
        }
        assertThat(told()).isEqualTo(names(10, 20));
    }

    private static void create(String topic, int partitions) {
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(topic, partitions));
        }
    }

    private NotifyConfig config(String topic) throws Exception {
        return config(topic, "heartbeat.interval.ms: 300, session.timeout.ms: 6000");
    }

    private NotifyConfig config(String topic, String membership) throws Exception {
        Path file = Files.writeString(folder.resolve("notify.yaml"), """
                kafka: {bootstrap: "%s", metadata.max.age.ms: 1000, %s}
                topic: %s
                group: %s
                retry: {first: 50 ms, longest: 100 ms}
                metrics: {port: 0}
                targets: [{kind: webhook, name: hook, url: '%s/x'}]
                """.formatted(
                        broker.bootstrap(), membership, topic, topic, inbox.url()));
        return NotifyConfig.read(file, List.of(), Map.of());
    }

    private static void trim(String topic, long first) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(first)))
                .all()
                .get();
    }

    private static long committed(String topic) throws Exception {
        return admin.listConsumerGroupOffsets(topic + "-hook").partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static void commitOffset(String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        topic + "-hook", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static void send(String topic, int partition, int from, int to) {
        try (var producer = producer(Map.of())) {
            send(producer, topic, partition, from, to);
        }
    }

    private static void send(KafkaProducer<String, String> producer, String topic, int partition, int from, int to) {
        for (String series : names(from, to)) {
            String change = Changes.alert(series, "BEGIN", Instant.now()).toString();
            var unused = producer.send(new ProducerRecord<>(topic, partition, series, change));
        }
    }

    private static KafkaProducer<String, String> transactional(String id) {
        KafkaProducer<String, String> producer = producer(Map.of("transactional.id", id));
        producer.initTransactions();
        return producer;
    }

    private static KafkaProducer<String, String> producer(Map<String, Object> further) {
        Map<String, Object> settings = new HashMap<>(further);
        settings.put("bootstrap.servers", broker.bootstrap());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static Set<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "s" + i).collect(Collectors.toCollection(HashSet::new));
    }

    private Set<String> told() throws Exception {
        Set<String> told = new HashSet<>();
        for (Inbox.Request request : inbox.taken()) {
            JsonNode change = request.json();
            told.add(change.get("series").asText());
        }
        return told;
    }

    private static int members(String topic) throws Exception {
        return admin.describeConsumerGroups(List.of(topic + "-hook")).all().get().values().stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private final class Notifying implements AutoCloseable {

        private final NotifyMetrics metrics;
        private final DeliveryLoop loop;

        private Notifying(String topic) throws Exception {
            this(config(topic));
        }

        private Notifying(NotifyConfig config) throws Exception {
            metrics = NotifyMetrics.serve(config.metrics().orElseThrow());
            loop = new DeliveryLoop(config, config.receivers().get(0), metrics);
            loop.start();
            await(loop::ready);
        }

        private String metrics() throws Exception {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics.port() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        @Override
        public void close() {
            loop.close();
            metrics.close();
        }
    }
}
