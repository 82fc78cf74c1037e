package io.lookback.integration;

import static io.lookback.integration.FaultyRun.FULL;
import static io.lookback.integration.FaultyRun.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do to the topics of a job that runs as a process, at a broker that is one. */
@Timeout(3_600)
class HostileTopicsTest {

    private static final String ZERO = "lost 0, duplicated 0, different 0";
    private static final long START = 1_700_000_000_000L;
    private static final int BOMB = 20_000_000;
    private static final int BOMBS = 3;
    private static final int FLOOD = FULL ? 50_000 : 5_000;
    private static final int HOT = FULL ? 200_000 : 20_000;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static FaultyRun run;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> lists = Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found", "true");
        run = FaultyRun.start(Files.createDirectory(directory.resolve("topics")), lists);
    }

    @AfterAll
    static void stop() throws Exception {
        if (run != null) {
            run.close();
        }
    }

    @Test
    @FaultCase(
            kind = "Hostile topics",
            input = "read of one of two input topics denied (ACL)",
            outcome = "refused before the first record; the message names the topic")
    void readingIsDeniedFromTheStart() throws Exception {
        JobTopics topics = run.topics("unreadable");
        AclBinding denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topics.output("secret"), PatternType.LITERAL),
                new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.DENY));
        try (JobProcess job = run.job(topics, "input.topic=%s,%s".formatted(topics.input(), topics.output("secret")));
                Admin admin = admin(topics)) {
            admin.createAcls(List.of(denied)).all().get();
            job.start(Optional.empty());

            assertThat(job.awaitEnd(PATIENCE)).isNotZero();
            assertThat(job.printed()).contains(topics.output("secret"));
            assertThat(topics.scores()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip"})
    @FaultCase(
            kind = "Hostile topics",
            input = "a few KB that decompress to three records of 20 MB each: {}",
            outcome = ZERO + "; three dead letters")
    void aBombIsADeadLetter(String codec) throws Exception {
        JobTopics topics = run.topics("bomb-" + codec);
        byte[] bomb = ("{\"series\": \"" + "a".repeat(BOMB) + "\"}").getBytes(StandardCharsets.UTF_8);
        try (JobProcess job = run.job(topics)) {
            job.start(Optional.empty());
            run.records().part(0, 0.5).sendTo(topics);
            Map<String, Object> compressed = Map.of(
                    "compression.type", codec,
                    "max.request.size", 4 * BOMB,
                    "buffer.memory", 8L * BOMB,
                    "batch.size", 4 * BOMB,
                    "linger.ms", 1_000);
            send(topics, 1, compressed, BOMBS, i -> bomb);
            run.records().part(0.5, 1).sendTo(topics);
            run.require("Bomb in " + codec, BOMBS, topics, job);

            int dead = run.records().size() - run.records().valid() + BOMBS;
            assertThat(topics.awaitDeadLetters(dead, PATIENCE)).hasSize(dead);
            assertThat(job.ended()).isFalse();
        }
    }

    /** Each is older than the one before, and more wait than may: those that come too late are dead letters. */
    @Test
    @FaultCase(
            kind = "Hostile topics",
            input = "records in reverse order, ten times as many as may wait",
            outcome = "lost 0, duplicated 0; each is scored or a dead letter")
    void recordsInReverse() throws Exception {
        JobTopics topics = run.topics("flood");
        send(topics, 0, Map.of(), FLOOD, i -> record("a", START + 100L * (FLOOD - i), i));
        try (JobProcess job = run.job(
                topics, "input.until=latest", "order.max-out-of-orderness=2 h", "order.max-buffered=" + FLOOD / 10)) {
            job.start(Optional.empty());
            assertThat(job.awaitEnd(PATIENCE)).as(job.printed()).isZero();
        }

        List<String> ids = ids(topics, "scores", "__lookback.id");
        assertThat(ids).hasSizeGreaterThanOrEqualTo(FLOOD / 10);
        ids.addAll(ids(topics, "dead", "__lookback.errors.offset").stream()
                .map(offset -> topics.input() + "-0-" + offset)
                .toList());
        assertThat(ids).doesNotHaveDuplicates().hasSize(FLOOD);
    }

    @Test
    @FaultCase(
            kind = "Hostile topics",
            input = "one hot key at full rate, process killed meanwhile",
            outcome = "lost 0, duplicated 0, in order")
    void oneHotKeyAtFullRate() throws Exception {
        JobTopics topics = run.topics("hot");
        CompletableFuture<Void> sent = FaultyRun.meanwhile(() ->
                send(topics, 0, Map.of(), HOT, i -> record("hot", START + 1_000L * i, i % 17)));
        try (JobProcess job = run.job(topics)) {
            job.start(Optional.empty());
            job.awaitCheckpoint(PATIENCE);
            job.start(job.kill());
            sent.get();
            topics.awaitScores(HOT, PATIENCE);
        }

        List<String> ids = ids(topics, "scores", "__lookback.id");
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < HOT; i++) {
            expected.add(topics.input() + "-0-" + i);
        }
        assertThat(new HashSet<>(ids)).isEqualTo(expected);
        assertThat(ids).hasSize(HOT);
        List<Integer> offsets = new ArrayList<>(ids.stream()
                .map(id -> Integer.valueOf(id.substring(id.lastIndexOf('-') + 1)))
                .toList());
        List<Integer> sorted = new ArrayList<>(offsets);
        Collections.sort(sorted);
        assertThat(offsets).isEqualTo(sorted);
    }

    private static byte[] record(String series, long time, int value) {
        return "{\"series\": \"%s\", \"time\": %d, \"values\": {\"v\": %d}}"
                .formatted(series, time, value)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> ids(JobTopics topics, String kind, String header) throws Exception {
        List<String> ids = new ArrayList<>();
        topics.readAll(
                kind,
                record -> ids.add(new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8)));
        return ids;
    }

    private static void send(
            JobTopics topics, int partition, Map<String, Object> more, int count, IntFunction<byte[]> value)
            throws Exception {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", topics.bootstrap());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topics.input(), partition, null, value.apply(i))));
            }
            producer.flush();
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        }
    }

    private static Admin admin(JobTopics topics) {
        return Admin.create(Map.of("bootstrap.servers", topics.bootstrap()));
    }
}
