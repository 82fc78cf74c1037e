package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.topic.TopicReader;
import io.lookback.testkit.Standstill;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Six of nine series break at once; the job is stopped with a savepoint while they are broken, and goes on. */
@Tag("slow")
@Timeout(600)
class IncidentsOverKafkaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_700_000_000_000L;
    private static final int BROKEN = 300;
    private static final int STOPPED = 320;
    private static final int HEALED = 340;
    private static final int END = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1"})
    void anIncidentIsWrittenOnceFromItsBeginningToItsEndAcrossAStopAndAnotherParallelism(int parallelism, int then)
            throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            OverKafka.create(broker, "metrics", "scores", "alerts", "incidents");
            send(broker, 0, STOPPED);
            JobClient first = start(broker, parallelism, Optional.empty());
            List<JsonNode> before = incidents(broker, first, "BEGIN");
            String savepoint = first.stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            send(broker, STOPPED, END);
            JobClient second = start(broker, then, Optional.of(savepoint));
            List<JsonNode> all = incidents(broker, second, "END");
            second.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(before)
                    .extracting(incident -> incident.get("phase").asText())
                    .doesNotContain("END");
            assertThat(all)
                    .extracting(incident -> incident.get("phase").asText())
                    .as("of one incident: %s", all)
                    .containsOnlyOnce("BEGIN", "END");
            assertThat(all).extracting(incident -> incident.get("id").asText()).hasSameElementsAs(List.of(id(before)));
            JsonNode end = all.get(all.size() - 1);
            assertThat(end.get("size").asInt()).isEqualTo(6);
            assertThat(end.get("shared").asText()).isEqualTo("rack-3");
            assertThat(end.get("begin").asText()).isEqualTo(time(BROKEN));
            assertThat(end.get("members"))
                    .allSatisfy(
                            member -> assertThat(member.get("open").asBoolean()).isFalse());
        }
    }

    private static String id(List<JsonNode> incidents) {
        return incidents.get(0).get("id").asText();
    }

    private static String time(int minute) {
        return Instant.ofEpochMilli(BEGIN + minute * MINUTE).toString();
    }

    /** What a reader of committed records sees by the time that it sees that phase. */
    private static List<JsonNode> incidents(EmbeddedBroker broker, JobClient job, String phase) throws Exception {
        List<JsonNode> read = new ArrayList<>();
        Standstill standstill = Standstill.of(PATIENCE, read::size);
        try (TopicReader reader = TopicReader.open(broker.bootstrap(), Map.of(), List.of("incidents"), true)) {
            while (read.stream()
                    .noneMatch(incident -> incident.get("phase").asText().equals(phase))) {
                assertThat(job.getJobStatus().get()).isNotEqualTo(JobStatus.FAILED);
                assertThat(standstill.reached())
                        .as("no %s among %s", phase, read)
                        .isFalse();
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    read.add(JSON.readTree(record.value()));
                }
            }
        }
        return read;
    }

    private JobClient start(EmbeddedBroker broker, int parallelism, Optional<String> savepoint) throws Exception {
        JobConfig config = OverKafka.config(
                broker,
                folder,
                "input.until=forever",
                "output.scores=scores",
                "output.alerts=alerts",
                "output.incidents=incidents",
                "output.dead-letters=none",
                "delivery.guarantee=exactly-once",
                "cells=none",
                "detection.warm-up=100",
                "restart=none");
        StreamExecutionEnvironment environment = LocalFlink.hidden(parallelism);
        Configuration more = new Configuration();
        savepoint.ifPresent(path -> more.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
        environment.configure(more);
        LookbackJob.define(environment, config);
        return environment.executeAsync("incidents");
    }

    private static void send(EmbeddedBroker broker, int from, int to) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "linger.ms", 20),
                new StringSerializer(),
                new StringSerializer())) {
            for (int minute = from; minute < to; minute++) {
                for (int series = 0; series < 9; series++) {
                    boolean broken = series < 6 && minute >= BROKEN && minute < HEALED;
                    String name = (series < 6 ? "rack-3/host-" : "rack-4/host-") + series;
                    double value = 10 + Math.sin(minute / 7.0) + minute * (3 + series) % 11 / 20.0 + (broken ? 40 : 0);
                    String json = String.format(
                            Locale.ROOT,
                            "{\"series\": \"%s\", \"time\": %d, \"values\": {\"load\": %.3f}}",
                            name,
                            BEGIN + minute * MINUTE,
                            value);
                    var unused = producer.send(new ProducerRecord<>("metrics", name, json));
                }
            }
        }
    }
}
