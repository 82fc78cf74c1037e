package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Feeds a job with two noisy series, one stretch after the other, and reads what it says of each. */
final class Rounds {

    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final int STEPS = 300;
    private static final int MOST = 15;
    private static final List<String> SERIES = List.of("quiet", "labeled");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JobTopics topics;
    private final Duration patience;
    private int step;

    Rounds(JobTopics topics, Duration patience) {
        this.topics = topics;
        this.patience = patience;
    }

    /** The option that names the end of the last round. */
    String from() {
        return "--from=" + Instant.ofEpochMilli(START + MINUTE * (step - 1));
    }

    /** Rounds until one is as wanted; fails if none is. */
    Round until(Predicate<Round> wanted) throws Exception {
        for (int round = 0; round < MOST; round++) {
            Round next = next();
            if (wanted.test(next)) {
                return next;
            }
        }
        throw new AssertionError("Not what was wanted within %d rounds".formatted(MOST));
    }

    Round next() throws Exception {
        int from = step;
        step += STEPS;
        send(from, step);
        return new Round(scores(from), alerts(from));
    }

    private void send(int from, int to) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", topics.bootstrap(), "linger.ms", 5);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                for (int series = 0; series < SERIES.size(); series++) {
                    Random random = new Random(2L * i + series);
                    double spike = random.nextInt(12) == 0 ? 8 * random.nextGaussian() : 0;
                    double value = 10 * Math.sin(i / 20.0) + random.nextGaussian() + spike;
                    String text = "{\"series\": \"%s\", \"time\": %d, \"values\": {\"value\": %.4f}}"
                            .formatted(SERIES.get(series), START + MINUTE * i, value);
                    producer.send(new ProducerRecord<>(topics.input(), series, null, text));
                }
            }
            producer.flush();
        }
    }

    private List<JsonNode> scores(int from) throws Exception {
        Set<String> ids = new HashSet<>();
        List<JsonNode> scores = new ArrayList<>();
        topics.read("scores", patience, record -> {
            JsonNode score = json(record.value());
            if (since(from, score.get("time")) && ids.add(score.get("id").asText())) {
                scores.add(score);
            }
            return ids.size() == STEPS * SERIES.size();
        });
        if (ids.size() < STEPS * SERIES.size()) {
            throw new AssertionError("%d scores of a round, expected %d".formatted(ids.size(), STEPS * SERIES.size()));
        }
        return scores;
    }

    /** Those that are there once all scores are, and none comes for a while. */
    private List<JsonNode> alerts(int from) throws Exception {
        List<JsonNode> alerts = new ArrayList<>();
        topics.read("alerts", Duration.ofSeconds(2), record -> {
            JsonNode alert = json(record.value());
            if (since(from, alert.get("peak"))) {
                alerts.add(alert);
            }
            return false;
        });
        return alerts;
    }

    private static boolean since(int from, JsonNode time) {
        return Instant.parse(time.asText()).toEpochMilli() >= START + MINUTE * from;
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new AssertionError("A record is not JSON", e);
        }
    }
}
