package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.Main;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import io.lookback.testkit.Standstill;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job with an end that is asked for forecasts ahead. */
@Tag("slow")
@Timeout(300)
class ForecastsOverKafkaTest {

    private static final int RECORDS = 164;
    private static final int SERIES = 3;
    private static final long BEGIN = 1_700_000_000_000L;

    @TempDir
    private Path checkpoints;

    @Test
    void everySeriesMakesAForecastAtItsTurns() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            OverKafka.create(broker, "metrics", "scores", "forecasts");
            send(broker);
            JobConfig config = OverKafka.config(
                    broker,
                    checkpoints,
                    "output.scores=scores",
                    "output.alerts=none",
                    "output.dead-letters=none",
                    "output.forecasts=forecasts",
                    "output.format=avro",
                    "forecast.horizon=6",
                    "forecast.every=25",
                    "forecast.weights=true",
                    "cells=none");
            StreamExecutionEnvironment environment = LocalFlink.hidden(2);

            LookbackJob.define(environment, config);
            environment.execute("forecasts");

            int expected = SERIES * (RECORDS - 64) / 25;
            List<JsonNode> forecasts = forecasts(broker, expected);
            assertThat(forecasts).hasSize(expected).allSatisfy(forecast -> {
                assertThat(forecast.at("/interval_ms").asLong()).isEqualTo(60_000);
                assertThat(forecast.at("/features/0/name").asText()).isEqualTo("load");
                assertThat(forecast.at("/features/0/expected")).hasSize(6);
                double lower = forecast.at("/features/0/lower/5").asDouble();
                double upper = forecast.at("/features/0/upper/5").asDouble();
                assertThat(forecast.at("/features/0/expected/5").asDouble()).isBetween(lower, upper);
            });
            List<JsonNode> scores = read(broker, "scores", OutputKind.SCORES, SERIES * RECORDS);
            assertThat(scores.get(scores.size() - 1).at("/features/0/weights"))
                    .extracting(one -> one.get("name").asText())
                    .contains("last", "mean-8", "mean-64", "regression");
        }
    }

    /** A request that the control topic held before the job began is answered once the series are ready, and once. */
    @Test
    void aSeriesThatIsAskedMakesOneForecastMore() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            OverKafka.create(broker, "metrics", "scores", "forecasts");
            ask(broker, "s1");
            send(broker);
            JobConfig config = OverKafka.config(
                    broker,
                    checkpoints,
                    "output.scores=scores",
                    "output.alerts=none",
                    "output.dead-letters=none",
                    "output.forecasts=forecasts",
                    "control.topic=told",
                    "forecast.horizon=6",
                    "forecast.every=100000",
                    "cells=none");
            StreamExecutionEnvironment environment = LocalFlink.hidden(2);

            LookbackJob.define(environment, config);
            environment.execute("forecasts");

            assertThat(forecasts(broker, 1)).singleElement().satisfies(forecast -> {
                assertThat(forecast.at("/series").asText()).isEqualTo("s1");
                assertThat(forecast.at("/features/0/expected")).hasSize(6);
            });
        }
    }

    private static void ask(EmbeddedBroker broker, String series) {
        int code = Main.commandLine()
                .execute("series", "forecast", "--bootstrap", broker.bootstrap(), "--topic", "told", series);
        assertThat(code).isZero();
    }

    private static List<JsonNode> forecasts(EmbeddedBroker broker, int expected) throws Exception {
        return read(broker, "forecasts", OutputKind.FORECASTS, expected);
    }

    private static List<JsonNode> read(EmbeddedBroker broker, String topic, OutputKind kind, int expected)
            throws Exception {
        List<JsonNode> read = new ArrayList<>();
        Standstill standstill = Standstill.of(Duration.ofSeconds(30), read::size);
        try (TopicReader reader = TopicReader.open(broker.bootstrap(), Map.of(), List.of(topic), true)) {
            while (read.size() < expected && !standstill.reached()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(200))) {
                    read.add(kind.decode(record));
                }
            }
        }
        return read;
    }

    private static void send(EmbeddedBroker broker) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "linger.ms", 20),
                new StringSerializer(),
                new StringSerializer())) {
            for (int record = 0; record < RECORDS; record++) {
                for (int series = 0; series < SERIES; series++) {
                    String json = String.format(
                            Locale.ROOT,
                            "{\"series\": \"s%d\", \"time\": %d, \"values\": {\"load\": %.3f}}",
                            series,
                            BEGIN + record * 60_000L,
                            10 + Math.sin(record / 5.0 + series));
                    var unused = producer.send(new ProducerRecord<>("metrics", "s" + series, json));
                }
            }
        }
    }
}
