package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Bytes;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that leaves is larger than its topic takes, or stamped with a time that its broker refuses. */
class TopicLimitsTest {

    private static final long NOW = System.currentTimeMillis();

    @Test
    void timestampsAreMovedToTheNearestThatTheBrokerTakes() {
        TopicLimits usual = TopicLimits.USUAL;
        TopicLimits narrow = new TopicLimits(10_000, Duration.ofSeconds(10), Duration.ofSeconds(20));

        assertThat(usual.timestamp(NOW - 1, NOW)).isEqualTo(NOW - 1);
        assertThat(usual.timestamp(0, NOW)).isZero();
        assertThat(usual.timestamp(NOW + Duration.ofHours(24).toMillis(), NOW))
                .isEqualTo(NOW + Duration.ofMinutes(58).toMillis());
        assertThat(narrow.timestamp(NOW + 60_000, NOW)).isEqualTo(NOW + 10_000);
        assertThat(narrow.timestamp(0, NOW)).isEqualTo(NOW - 5_000);
        assertThat(new TopicLimits(10_000, TopicLimits.UNLIMITED, TopicLimits.UNLIMITED).timestamp(NOW * 2, NOW))
                .isEqualTo(NOW * 2);
        assertThat(new TopicLimits(10_000, Duration.ZERO, Duration.ZERO).timestamp(1, NOW))
                .isEqualTo(NOW);
    }

    @Test
    @FaultCase(
            kind = "Output too large for its topic",
            input = "scores and alerts ahead of the broker's clock",
            outcome = "stamped with a time the broker accepts; the event time stays in the value")
    void scoresAndAlertsAheadOfTheBrokersClockKeepTheirEventTimeInTheValue() {
        long ahead = NOW + Duration.ofHours(2).toMillis();

        ProducerRecord<byte[], byte[]> score = written(scores(TopicLimits.USUAL), score("s", 1, 1, ahead));
        ProducerRecord<byte[], byte[]> alert = written(alerts(TopicLimits.USUAL), alert(1, "", ahead));

        for (ProducerRecord<byte[], byte[]> record : List.of(score, alert)) {
            assertThat(record.timestamp()).isBetween(NOW, System.currentTimeMillis() + 3_600_000);
            assertThat(new String(record.value(), StandardCharsets.UTF_8))
                    .contains(Instant.ofEpochMilli(ahead).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 100_000, 1 << 20})
    void aScoreThatIsTooLargeLosesItsExplanationAndThenItsLeastFeatures(int most) {
        Score score = score("wide", 1_000, 1_000, NOW);

        ProducerRecord<byte[], byte[]> record = written(scores(limits(most)), score);

        assertThat(size(record)).isBetween(most / 3, most);
        assertThat(Written.header(record, "__lookback.truncated")).matches("attention, \\d+ of 1000 features");
        assertThat(record.value())
                .asString()
                .contains(score.observation().features().names().get(500));
        assertThat(scores(limits(most)).refusal(score)).isEmpty();
    }

    @Test
    void aScoreThatFitsIsWhole() {
        ProducerRecord<byte[], byte[]> record = written(scores(limits(100_000)), score("s", 10, 10, NOW));

        assertThat(record.headers().lastHeader("__lookback.truncated")).isNull();
        assertThat(record.value()).asString().contains("\"steps\"");
    }

    @FaultCase(
            kind = "Output too large for its topic",
            input = "score too large in every form",
            outcome = "dead letter with both sizes")
    @Test
    void aScoreThatFitsInNoFormIsADeadLetterThatNamesBothSizes() {
        String name = "\u0001".repeat(1_000);

        Rejection rejection = scores(limits(TopicLimits.LEAST_BYTES))
                .refusal(score(name, 1, 1_000, NOW))
                .orElseThrow();

        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.TOO_LARGE);
        assertThat(rejection.origin()).isEqualTo(new Origin("metrics", 3, 42));
        assertThat(rejection.payload().value()).isEqualTo(Bytes.wrap(new byte[] {1, 2}));
        assertThat(rejection.message())
                .matches("Score metrics-3-42 takes [\\d,]+ bytes even at its shortest, topic 'scores' takes records of"
                        + " 8,192\\. .*");
    }

    @Test
    void anAlertThatIsTooLargeLosesItsContributions() {
        Alert alert = alert(900, "why ".repeat(250), NOW);

        ProducerRecord<byte[], byte[]> record = written(alerts(limits(TopicLimits.LEAST_BYTES)), alert);

        assertThat(size(record)).isLessThanOrEqualTo(TopicLimits.LEAST_BYTES);
        assertThat(Written.header(record, "__lookback.truncated")).isEqualTo("contributions and reasons");
        assertThat(record.value()).asString().contains("\"contributions\":[]");
    }

    @FaultCase(
            kind = "Output too large for its topic",
            input = "alert too large in every form",
            outcome = "dead letter with both sizes")
    @Test
    void anAlertThatFitsInNoFormIsADeadLetter() {
        Alert alert = new Alert(
                "\u0001".repeat(1_000),
                "\u0001".repeat(1_000),
                Alert.Phase.END,
                1,
                2,
                3,
                1,
                1,
                1,
                "f",
                Direction.ABOVE,
                1,
                1,
                List.of(),
                null,
                AlertKind.LEVEL,
                "load is 1",
                null);

        Rejection rejection =
                alerts(limits(TopicLimits.LEAST_BYTES)).refusal(alert).orElseThrow();

        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.TOO_LARGE);
        assertThat(rejection.message()).contains("topic 'alerts' takes records of 8,192");
        assertThat(rejection.origin().source()).isEqualTo("alerts");
    }

    private static TopicLimits limits(int maxBytes) {
        return new TopicLimits(maxBytes, TopicLimits.UNLIMITED, TopicLimits.USUAL.after());
    }

    private static ScoresToKafka scores(TopicLimits limits) {
        ScoresToKafka scores = new ScoresToKafka("scores", limits, new OutputFormat.Json());
        scores.open();
        return scores;
    }

    private static AlertsToKafka alerts(TopicLimits limits) {
        AlertsToKafka alerts = new AlertsToKafka("alerts", limits, new OutputFormat.Json());
        alerts.open();
        return alerts;
    }

    /** The feature in the middle contributes most. */
    private static Score score(String series, int features, int chars, long time) {
        List<String> names = IntStream.range(0, features)
                .mapToObj(feature -> String.format(Locale.ROOT, "%-" + chars + "d", feature))
                .toList();
        Observation observation = new Observation(
                series,
                time,
                new Features(names),
                Values.of(new double[features]),
                new Origin("metrics", 3, 42),
                new Payload(null, Bytes.wrap(new byte[] {1, 2}), List.of(), time));
        List<FeatureScore> scores = IntStream.range(0, features)
                .mapToObj(feature -> new FeatureScore(1, 0, 2, feature == features / 2 ? 0.9 : 0.0001))
                .toList();
        List<Attention> attention =
                List.of(new Attention("local-attention-1", names.get(0), List.of(new AttendedStep(time, 0.5))));
        return new Score(observation, 1, 1, true, Status.READY, 1, scores, Set.of(), "lstm-1", attention);
    }

    private static Alert alert(int chars, String reason, long end) {
        List<Contribution> contributions = IntStream.range(0, 5)
                .mapToObj(feature -> new Contribution(Integer.toString(feature).repeat(chars), 0.2))
                .toList();
        return new Alert(
                "s".repeat(chars) + "@1",
                "s".repeat(chars),
                Alert.Phase.END,
                1,
                2,
                end,
                1,
                1,
                1,
                "f".repeat(chars),
                Direction.ABOVE,
                1,
                1,
                contributions,
                new Suppression("rule", reason),
                AlertKind.LEVEL,
                "load is 1",
                null);
    }

    private static int size(ProducerRecord<byte[], byte[]> record) {
        return TopicLimits.size(record.key(), record.value(), record.headers().toArray());
    }

    @SuppressWarnings("NullAway") // Flink passes no timestamp for records without one
    private static <T> ProducerRecord<byte[], byte[]> written(ToKafka<T> sink, T record) {
        return sink.serialize(record, Written.NO_CONTEXT, null);
    }
}
