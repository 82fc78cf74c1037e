package io.lookback.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.wire.Headers;
import io.lookback.wire.OutputFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OutputKindTest {

    private static final long TIME = Instant.parse("2024-03-01T10:20:30Z").toEpochMilli();

    @Test
    void readsAScoreAlikeFromJsonAndAvro() throws IOException {
        byte[] json = new OutputFormat.Json().scores("scores").open().write(score());
        byte[] avro = new OutputFormat.Avro(null).scores("scores").open().write(score());

        JsonNode fromJson = OutputKind.SCORES.decode(message(json));
        JsonNode fromAvro = OutputKind.SCORES.decode(message(avro));

        assertThat(fromAvro).isEqualTo(fromJson);
        assertThat(OutputKind.SCORES.line(fromAvro))
                .isEqualTo("2024-03-01 10:20:30  web/cpu                  score 0.900  severity 0.800"
                        + "  mem value 7.500, expected 3.000 [2.000 .. 4.000]  ANOMALY missing");
    }

    @Test
    void refusesWhatAJobWroteAsAnotherKind() throws IOException {
        byte[] json = new OutputFormat.Json().scores("scores").open().write(score());
        ConsumerRecord<byte[], byte[]> message = message(json);
        message.headers().add(Headers.SCHEMA, "ScoreRecord/1".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> OutputKind.ALERTS.decode(message))
                .isInstanceOf(IOException.class)
                .hasMessage("It is of schema ScoreRecord/1, not AlertRecord");
    }

    @Test
    void readsAnAlertBehindARegistrysId() throws IOException {
        byte[] bare = new OutputFormat.Avro(null).alerts("alerts").open().write(alert());
        byte[] framed = new byte[bare.length + 5];
        System.arraycopy(bare, 0, framed, 5, bare.length);

        JsonNode alert = OutputKind.ALERTS.decode(message(framed));

        assertThat(OutputKind.ALERTS.line(alert))
                .isEqualTo("2024-03-01 10:20:30  web/cpu                  alert ends   score 0.900"
                        + "  value 7.500, expected 3.000  until 2024-03-01 10:21:30, 4 records");
    }

    @Test
    void showsWhatQuietsAnAlert() throws IOException {
        Alert known = alert().suppressed(new Suppression("backup", "until six"));
        byte[] json = new OutputFormat.Json().alerts("alerts").open().write(known);
        byte[] avro = new OutputFormat.Avro(null).alerts("alerts").open().write(known);

        JsonNode alert = OutputKind.ALERTS.decode(message(json));

        assertThat(OutputKind.ALERTS.decode(message(avro))).hasToString(alert.toString());
        assertThat(OutputKind.ALERTS.line(alert)).endsWith("4 records  suppressed by backup: until six");
    }

    @Test
    void showsADeadLetterWithItsCause() throws IOException {
        RecordHeaders headers = new RecordHeaders();
        Map.of("topic", "in", "partition", "2", "offset", "17", "reason", "UNDECODABLE", "exception.message", "no JSON")
                .forEach((name, text) -> headers.add(Headers.ERRORS + name, bytes(text)));

        ConsumerRecord<byte[], byte[]> message = message(bytes("oops\u0007"), headers);

        assertThat(OutputKind.DEADLETTERS.line(OutputKind.DEADLETTERS.decode(message)))
                .isEqualTo("in-2@17  UNDECODABLE: no JSON  key ''  value 'oops.'");
    }

    @Test
    void refusesWhatIsNoRecord() {
        byte[] text = bytes("hello");

        assertThatThrownBy(() -> OutputKind.SCORES.decode(message(text))).isInstanceOf(IOException.class);
    }

    private static Score score() {
        Observation observation = new Observation(
                "web/cpu",
                TIME,
                Features.of("cpu", "mem"),
                Values.of(Double.NaN, 7.5),
                new Origin("in", 2, 17),
                Payload.NONE);
        List<FeatureScore> features =
                List.of(new FeatureScore(Double.NaN, Double.NaN, Double.NaN, 0.25), new FeatureScore(3, 2, 4, 0.75));
        return new Score(
                observation, 0.9, 0.8, true, Status.READY, 1, features, Set.of(Flag.MISSING), "lstm@1", List.of());
    }

    private static Alert alert() {
        return new Alert(
                "id",
                "web/cpu",
                Alert.Phase.END,
                TIME,
                TIME,
                TIME + 60_000,
                0.9,
                0.8,
                4,
                "value",
                Direction.ABOVE,
                7.5,
                3,
                List.of(),
                null,
                AlertKind.LEVEL,
                "cpu is 88 instead of 41",
                null);
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
        return message(value, new RecordHeaders());
    }

    private static ConsumerRecord<byte[], byte[]> message(byte[] value, RecordHeaders headers) {
        TimestampType type = TimestampType.CREATE_TIME;
        return new ConsumerRecord<>("topic", 0, 0, TIME, type, -1, -1, new byte[0], value, headers, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
