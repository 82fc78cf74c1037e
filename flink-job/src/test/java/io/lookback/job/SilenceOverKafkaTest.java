package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.topic.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that runs on: one of three series stops and comes back, then all of them stop and come back. */
@Timeout(300)
@Tag("slow")
class SilenceOverKafkaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAST = 120;

    @TempDir
    private Path checkpoints;

    @Test
    void oneSeriesAndThenTheWholeTopicFallSilent() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            OverKafka.create(broker, "metrics", "scores", "alerts");
            StreamExecutionEnvironment environment = LocalFlink.hidden(2);
            LookbackJob.define(environment, config(broker));
            JobClient job = environment.executeAsync("silence");
            try (Feed feed = new Feed(broker.bootstrap());
                    TopicReader alerts = TopicReader.open(broker.bootstrap(), Map.of(), List.of("alerts"), true)) {
                Instant now = Instant.now();
                for (int i = PAST; i > 0; i--) {
                    feed.send(now.minusMillis(200L * i), "a", "b", "c");
                }

                feedUntil(feed, alerts, 1, "a", "b");
                feedUntil(feed, alerts, 2, "a", "b", "c");
                feedUntil(feed, alerts, 3);
                feedUntil(feed, alerts, 4, "a", "b", "c");

                assertThat(silences)
                        .extracting(alert -> alert.get("series").asText()
                                + ' '
                                + alert.get("phase").asText())
                        .containsExactly("c BEGIN", "c END", "* BEGIN", "* END");
                assertThat(silences.get(0).get("id")).isEqualTo(silences.get(1).get("id"));
                assertThat(silences.get(0).get("value").isNull()).isTrue();
                assertThat(silences.get(2).get("text").asText()).contains("No record of any series from metrics");
                assertThat(silences.get(3).get("ending").asText()).isEqualTo("RECOVERED");
            } finally {
                job.cancel().get();
            }
        }
    }

    private final List<JsonNode> silences = new ArrayList<>();

    private void feedUntil(Feed feed, TopicReader alerts, int wanted, String... series) throws Exception {
        while (silences.size() < wanted) {
            feed.send(Instant.now(), series);
            for (ConsumerRecord<byte[], byte[]> record : alerts.poll(Duration.ofMillis(200))) {
                JsonNode alert = JSON.readTree(record.value());
                if (alert.get("kind").asText().equals("SILENCE")) {
                    silences.add(alert);
                }
            }
        }
    }

    private JobConfig config(EmbeddedBroker broker) {
        return OverKafka.config(
                broker,
                checkpoints,
                "input.until=forever",
                "input.idleness=5 s",
                "output.scores=scores",
                "output.alerts=alerts",
                "output.dead-letters=none",
                "cells=lstm",
                "detection.warm-up=50",
                "silence.series=8 s",
                "silence.input=4 s");
    }

    private static final class Feed implements AutoCloseable {

        private final KafkaProducer<String, String> producer;

        private Feed(String bootstrap) {
            producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", bootstrap),
                    new StringSerializer(),
                    new StringSerializer());
        }

        private void send(Instant time, String... series) {
            for (String name : series) {
                String value = "{\"series\": \"%s\", \"time\": \"%s\", \"values\": {\"v\": %d}}"
                        .formatted(name, time, time.toEpochMilli() / 200 % 7);
                producer.send(new ProducerRecord<>("metrics", name, value));
            }
            producer.flush();
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
