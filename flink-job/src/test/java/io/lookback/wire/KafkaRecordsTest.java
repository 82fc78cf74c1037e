package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lookback.event.Alert;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Bytes;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.schema.avro.AlertPhase;
import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.AttendedStepRecord;
import io.lookback.schema.avro.AttentionRecord;
import io.lookback.schema.avro.FeatureRecord;
import io.lookback.schema.avro.ScoreFlag;
import io.lookback.schema.avro.ScoreRecord;
import io.lookback.schema.avro.ScoreStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaRecordsTest {

    private static final long TIME = 1_700_000_000_123L;
    private static final Score SCORE = new Score(
            new Observation(
                    "h7",
                    TIME,
                    Features.of("cpu", "mem"),
                    Values.of(12.5, Double.NaN),
                    new Origin("metrics", 3, 42),
                    Payload.NONE),
            0.97,
            0.99,
            true,
            Status.READY,
            1,
            List.of(new FeatureScore(10, 8, 12, 1), new FeatureScore(Double.NaN, Double.NaN, Double.NaN, 0)),
            Set.of(Flag.MISSING, Flag.LATE),
            "lstm@0f1e",
            List.of(new Attention("local-attention-1", "cpu", List.of(new AttendedStep(TIME - 60_000, 0.5)))));
    private static final Alert ALERT = new Alert(
            "h7@1",
            "h7",
            Alert.Phase.UPDATE,
            TIME,
            TIME + 1,
            TIME + 2,
            0.97,
            0.99,
            3,
            "cpu",
            Direction.ABOVE,
            12.5,
            10);

    @Test
    void scoresAreKeyedBySeriesAndCarryTheirId() {
        ProducerRecord<byte[], byte[]> record = written(new ScoresToKafka("scores", new OutputFormat.Json()), SCORE);

        assertThat(record.topic()).isEqualTo("scores");
        assertThat(record.key()).asString().isEqualTo("h7");
        assertThat(record.timestamp()).isEqualTo(TIME);
        assertThat(header(record, "__lookback.id")).isEqualTo("metrics-3-42");
        assertThat(header(record, "__lookback.schema")).isEqualTo("ScoreRecord/2");
    }

    @Test
    void scoresInAvroSayWhatTheScoreSays() throws IOException {
        byte[] value = written(new ScoresToKafka("scores", new OutputFormat.Avro(null)), SCORE)
                .value();

        ScoreRecord read = read(new ScoreRecord(), value);

        assertThat(read)
                .isEqualTo(new ScoreRecord(
                        "metrics-3-42",
                        "h7",
                        Instant.ofEpochMilli(TIME),
                        List.of(
                                new FeatureRecord("cpu", 12.5, 10.0, 8.0, 12.0, 1.0),
                                new FeatureRecord("mem", null, null, null, null, 0.0)),
                        0.97,
                        0.99,
                        true,
                        ScoreStatus.READY,
                        1.0,
                        List.of(ScoreFlag.LATE, ScoreFlag.MISSING),
                        "lstm@0f1e",
                        List.of(new AttentionRecord(
                                "local-attention-1",
                                "cpu",
                                List.of(new AttendedStepRecord(Instant.ofEpochMilli(TIME - 60_000), 0.5))))));
    }

    @Test
    void scoresInJsonHaveTheFieldsOfTheSchema() throws IOException {
        byte[] value = written(new ScoresToKafka("scores", new OutputFormat.Json()), SCORE)
                .value();

        JsonNode json = new JsonMapper().readTree(value);

        assertThat(names(json))
                .containsExactlyElementsOf(ScoreRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(names(json.at("/features/0")))
                .containsExactlyElementsOf(FeatureRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(json.at("/time").asText()).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(json.at("/features/0/expected").asDouble()).isEqualTo(10);
        assertThat(json.at("/features/1/value").isNull()).isTrue();
        assertThat(json.at("/flags/0").asText()).isEqualTo("LATE");
        assertThat(json.at("/attention/0/steps/0/time").asText()).isEqualTo("2023-11-14T22:12:20.123Z");
        assertThat(json.at("/attention/0/steps/0/weight").asDouble()).isEqualTo(0.5);
    }

    @Test
    void alertsAreKeyedByTheirId() throws IOException {
        ProducerRecord<byte[], byte[]> record =
                written(new AlertsToKafka("alerts", new OutputFormat.Avro(null)), ALERT);

        AlertRecord read = read(new AlertRecord(), record.value());
        assertThat(record.key()).asString().isEqualTo("h7@1");
        assertThat(header(record, "__lookback.id")).isEqualTo("h7@1");
        assertThat(read.getPhase()).isEqualTo(AlertPhase.UPDATE);
        assertThat(read.getEnd()).isEqualTo(Instant.ofEpochMilli(TIME + 2));
        assertThat(read.getExpected()).isEqualTo(10.0);
    }

    @Test
    void anAlertThatIsKnownSaysWhichRuleKnowsIt() throws IOException {
        Alert known = ALERT.suppressed(new Suppression("backup", "until six"));

        AlertRecord avro = read(
                new AlertRecord(),
                written(new AlertsToKafka("alerts", new OutputFormat.Avro(null)), known)
                        .value());
        JsonNode json = new JsonMapper()
                .readTree(written(new AlertsToKafka("alerts", new OutputFormat.Json()), known)
                        .value());

        assertThat(avro.getSuppressedBy()).isEqualTo("backup");
        assertThat(avro.getSuppressionReason()).isEqualTo("until six");
        assertThat(json.get("suppressed_by").asText()).isEqualTo("backup");
        assertThat(json.get("suppression_reason").asText()).isEqualTo("until six");
    }

    @Test
    void alertsInJsonHaveTheFieldsOfTheSchema() throws IOException {
        byte[] value = written(new AlertsToKafka("alerts", new OutputFormat.Json()), ALERT)
                .value();

        assertThat(names(new JsonMapper().readTree(value)))
                .containsExactlyElementsOf(AlertRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
    }

    @Test
    void recordsComeInWithAllTheyHave() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1}).add("empty", null);
        byte[] value = Decoding.utf8("{\"series\": \"a\", \"time\": 1, \"values\": [1]}");

        Either<Rejection, Observation> read = read(headers, value);

        Observation observation = read.right();
        assertThat(observation.origin()).isEqualTo(new Origin("metrics", 3, 42));
        assertThat(observation.payload())
                .isEqualTo(new Payload(
                        Bytes.wrap(Decoding.utf8("k")),
                        Bytes.wrap(value),
                        List.of(
                                new Payload.Header("trace", Bytes.wrap(new byte[] {1})),
                                new Payload.Header("empty", null)),
                        TIME));
    }

    @Test
    void deadLettersAreTheRecordAsItCameWithItsCause() throws Exception {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        Rejection rejection = read(headers, new byte[] {'{', 0}).left();

        ProducerRecord<byte[], byte[]> record =
                new DeadLettersToKafka("dead", 1000).serialize(rejection, NO_CONTEXT, null);

        assertThat(record.topic()).isEqualTo("dead");
        assertThat(record.key()).asString().isEqualTo("k");
        assertThat(record.value()).containsExactly('{', 0);
        assertThat(record.headers().lastHeader("trace").value()).containsExactly(1);
        assertThat(header(record, "__lookback.errors.topic")).isEqualTo("metrics");
        assertThat(header(record, "__lookback.errors.partition")).isEqualTo("3");
        assertThat(header(record, "__lookback.errors.offset")).isEqualTo("42");
        assertThat(header(record, "__lookback.errors.timestamp")).isEqualTo(String.valueOf(TIME));
        assertThat(header(record, "__lookback.errors.stage")).isEqualTo("DECODE");
        assertThat(header(record, "__lookback.errors.reason")).isEqualTo("UNDECODABLE");
        assertThat(header(record, "__lookback.errors.exception.class.name")).isEqualTo("io.lookback.event.Rejection");
        assertThat(header(record, "__lookback.errors.exception.message")).startsWith("The value is not JSON: ");
    }

    @Test
    void deadLettersThatTheBrokerWouldRefuseLeaveTheirValueBehind() {
        Rejection rejection = new Rejection(
                new Origin("metrics", 0, 1),
                new Payload(null, Bytes.wrap(new byte[1001]), List.of(), TIME),
                Rejection.Reason.LATE,
                "late");

        ProducerRecord<byte[], byte[]> record =
                new DeadLettersToKafka("dead", 1000).serialize(rejection, NO_CONTEXT, null);

        assertThat(record.value()).isNull();
        assertThat(header(record, "__lookback.errors.value.bytes")).isEqualTo("1001");
        assertThat(header(record, "__lookback.errors.stage")).isEqualTo("ORDER");
    }

    @SuppressWarnings("NullAway") // the source does not look at its context
    private static Either<Rejection, Observation> read(RecordHeaders headers, byte[] value) throws Exception {
        ObservationsFromKafka source =
                new ObservationsFromKafka(new DecoderSpec(new InputFormat.Json(), Decoding.usual()));
        source.open(null);
        List<Either<Rejection, Observation>> read = new ArrayList<>();
        source.deserialize(
                new ConsumerRecord<>(
                        "metrics",
                        3,
                        42,
                        TIME,
                        TimestampType.CREATE_TIME,
                        1,
                        value.length,
                        Decoding.utf8("k"),
                        value,
                        headers,
                        Optional.empty()),
                new Collector<>() {
                    @Override
                    public void collect(Either<Rejection, Observation> record) {
                        read.add(record);
                    }

                    @Override
                    public void close() {}
                });
        return read.get(0);
    }

    @SuppressWarnings("NullAway") // Flink passes no timestamp for records without one
    private static <T> ProducerRecord<byte[], byte[]> written(ToKafka<T> sink, T record) {
        sink.open(null, NO_CONTEXT);
        return Objects.requireNonNull(sink.serialize(record, NO_CONTEXT, null));
    }

    private static <R extends SpecificRecordBase> R read(R reuse, byte[] value) throws IOException {
        return new SpecificDatumReader<R>(reuse.getSchema())
                .read(reuse, DecoderFactory.get().binaryDecoder(value, null));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        assertThat(header).as(name).isNotNull();
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static final KafkaSinkContext NO_CONTEXT = new KafkaSinkContext() {
        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0};
        }
    };
}
