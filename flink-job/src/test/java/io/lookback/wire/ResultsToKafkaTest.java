package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.schema.Schemas;
import io.lookback.schema.avro.AlertDirection;
import io.lookback.schema.avro.AlertPhase;
import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.AttendedStepRecord;
import io.lookback.schema.avro.AttentionRecord;
import io.lookback.schema.avro.ContributionRecord;
import io.lookback.schema.avro.EvidenceRecord;
import io.lookback.schema.avro.FeatureRecord;
import io.lookback.schema.avro.ScoreFlag;
import io.lookback.schema.avro.ScoreRecord;
import io.lookback.schema.avro.ScoreStatus;
import io.lookback.schema.avro.WeightRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores and alerts as they are written. */
class ResultsToKafkaTest {

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
            List.of(
                    new FeatureScore(
                            10,
                            8,
                            12,
                            1,
                            List.of(new EvidenceScore("novelty", 2.5), new EvidenceScore("surprise", 0.5)),
                            List.of(new ForecasterWeight("lstm-1", 0.75, 11), new ForecasterWeight("last", 0.25, 7))),
                    new FeatureScore(Double.NaN, Double.NaN, Double.NaN, 0)),
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
            10,
            List.of(new Contribution("cpu", 0.75), new Contribution("mem", 0.25)),
            null,
            AlertKind.JOINT,
            "cpu is 12.5",
            null);

    @Test
    void scoresAreKeyedBySeriesAndCarryTheirId() {
        ProducerRecord<byte[], byte[]> record =
                written(new ScoresToKafka("scores", TopicLimits.USUAL, new OutputFormat.Json()), SCORE);

        assertThat(record.topic()).isEqualTo("scores");
        assertThat(record.key()).asString().isEqualTo("h7");
        assertThat(record.timestamp()).isEqualTo(TIME);
        assertThat(Written.header(record, "__lookback.id")).isEqualTo("metrics-3-42");
        assertThat(Written.header(record, "__lookback.schema"))
                .isEqualTo("ScoreRecord/" + Schemas.version(Schemas.score()));
    }

    @Test
    void scoresInAvroSayWhatTheScoreSays() throws IOException {
        ScoreRecord read = inAvro(SCORE);

        assertThat(read)
                .isEqualTo(new ScoreRecord(
                        "metrics-3-42",
                        "h7",
                        Instant.ofEpochMilli(TIME),
                        List.of(
                                new FeatureRecord(
                                        "cpu",
                                        12.5,
                                        10.0,
                                        8.0,
                                        12.0,
                                        1.0,
                                        List.of(
                                                new EvidenceRecord("novelty", 2.5),
                                                new EvidenceRecord("surprise", 0.5)),
                                        List.of(
                                                new WeightRecord("lstm-1", 0.75, 11.0),
                                                new WeightRecord("last", 0.25, 7.0))),
                                new FeatureRecord("mem", null, null, null, null, 0.0, List.of(), List.of())),
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

    /** A consumer compiled before scores had weights reads them, and its scores can be read by a new one. */
    @Test
    void scoresWithAndWithoutWeightsCanReadEachOther() {
        Schema with = Schemas.score();
        Schema without = withoutWeights(with);

        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(without, with)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(with, without)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
    }

    private static Schema withoutWeights(Schema schema) {
        ObjectNode json = (ObjectNode) tree(schema.toString());
        ArrayNode fields = (ArrayNode) json.at("/fields/3/type/items/fields");
        assertThat(fields.get(fields.size() - 1).get("name").asText()).isEqualTo("weights");
        fields.remove(fields.size() - 1);
        return new Schema.Parser().parse(json.toString());
    }

    private static JsonNode tree(String json) {
        try {
            return new JsonMapper().readTree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void everyStatusIsWrittenUnderItsName(Status status) throws IOException {
        ScoreRecord read = inAvro(with(status, Set.of()));

        assertThat(read.getStatus()).hasToString(status.name());
    }

    @Test
    void everyFlagIsWrittenUnderItsName() throws IOException {
        ScoreRecord read = inAvro(with(Status.READY, EnumSet.allOf(Flag.class)));

        assertThat(read.getFlags()).extracting(ScoreFlag::name).containsExactly(names(Flag.values()));
    }

    @Test
    void scoresInJsonHaveTheFieldsOfTheSchema() throws IOException {
        byte[] value = written(new ScoresToKafka("scores", TopicLimits.USUAL, new OutputFormat.Json()), SCORE)
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
        assertThat(names(json.at("/features/0/evidence/0")))
                .containsExactlyElementsOf(EvidenceRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(json.at("/features/0/evidence/0/name").asText()).isEqualTo("novelty");
        assertThat(json.at("/features/0/evidence/0/value").asDouble()).isEqualTo(2.5);
        assertThat(json.at("/features/1/evidence")).isEmpty();
        assertThat(json.at("/features/0/weights"))
                .hasToString("[{\"name\":\"lstm-1\",\"weight\":0.75,\"expected\":11.0},"
                        + "{\"name\":\"last\",\"weight\":0.25,\"expected\":7.0}]");
        assertThat(json.at("/features/1/weights").isArray()).isTrue();
        assertThat(json.at("/features/1/weights")).isEmpty();
        assertThat(json.at("/flags/0").asText()).isEqualTo("LATE");
        assertThat(json.at("/attention/0/steps/0/time").asText()).isEqualTo("2023-11-14T22:12:20.123Z");
        assertThat(json.at("/attention/0/steps/0/weight").asDouble()).isEqualTo(0.5);
    }

    @Test
    void alertsAreKeyedByTheirId() {
        ProducerRecord<byte[], byte[]> record =
                written(new AlertsToKafka("alerts", TopicLimits.USUAL, new OutputFormat.Avro(null)), ALERT);

        assertThat(record.key()).asString().isEqualTo("h7@1");
        assertThat(Written.header(record, "__lookback.id")).isEqualTo("h7@1");
    }

    @Test
    void alertsInAvroSayWhatTheAlertSays() throws IOException {
        byte[] value = written(new AlertsToKafka("alerts", TopicLimits.USUAL, new OutputFormat.Avro(null)), ALERT)
                .value();

        assertThat(read(new AlertRecord(), value))
                .isEqualTo(new AlertRecord(
                        "h7@1",
                        "h7",
                        AlertPhase.UPDATE,
                        Instant.ofEpochMilli(TIME),
                        Instant.ofEpochMilli(TIME + 1),
                        Instant.ofEpochMilli(TIME + 2),
                        0.97,
                        0.99,
                        3L,
                        "cpu",
                        AlertDirection.ABOVE,
                        12.5,
                        10.0,
                        null,
                        null,
                        List.of(new ContributionRecord("cpu", 0.75), new ContributionRecord("mem", 0.25)),
                        io.lookback.schema.avro.AlertKind.JOINT,
                        "cpu is 12.5",
                        null));
    }

    @Test
    void anAlertThatIsKnownSaysWhichRuleKnowsIt() throws IOException {
        Alert known = ALERT.suppressed(new Suppression("backup", "until six"));

        AlertRecord avro = read(
                new AlertRecord(),
                written(new AlertsToKafka("alerts", TopicLimits.USUAL, new OutputFormat.Avro(null)), known)
                        .value());
        JsonNode json = new JsonMapper()
                .readTree(written(new AlertsToKafka("alerts", TopicLimits.USUAL, new OutputFormat.Json()), known)
                        .value());

        assertThat(avro.getSuppressedBy()).isEqualTo("backup");
        assertThat(avro.getSuppressionReason()).isEqualTo("until six");
        assertThat(json.get("suppressed_by").asText()).isEqualTo("backup");
        assertThat(json.get("suppression_reason").asText()).isEqualTo("until six");
    }

    @Test
    void alertsInJsonHaveTheFieldsOfTheSchema() throws IOException {
        byte[] value = written(new AlertsToKafka("alerts", TopicLimits.USUAL, new OutputFormat.Json()), ALERT)
                .value();

        JsonNode json = new JsonMapper().readTree(value);

        assertThat(names(json))
                .containsExactlyElementsOf(AlertRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(json.get("contributions"))
                .hasToString("[{\"feature\":\"cpu\",\"share\":0.75},{\"feature\":\"mem\",\"share\":0.25}]");
    }

    private static Score with(Status status, Set<Flag> flags) {
        return new Score(
                SCORE.observation(),
                SCORE.score(),
                SCORE.severity(),
                SCORE.anomaly(),
                status,
                SCORE.confidence(),
                SCORE.features(),
                flags,
                SCORE.model(),
                SCORE.attention());
    }

    private static ScoreRecord inAvro(Score score) throws IOException {
        byte[] value = written(new ScoresToKafka("scores", TopicLimits.USUAL, new OutputFormat.Avro(null)), score)
                .value();
        return read(new ScoreRecord(), value);
    }

    @SuppressWarnings("NullAway") // Flink passes no timestamp for records without one
    private static <T> ProducerRecord<byte[], byte[]> written(ToKafka<T> sink, T record) {
        sink.open(null, Written.NO_CONTEXT);
        return Objects.requireNonNull(sink.serialize(record, Written.NO_CONTEXT, null));
    }

    private static <R extends SpecificRecordBase> R read(R reuse, byte[] value) throws IOException {
        return new SpecificDatumReader<R>(reuse.getSchema())
                .read(reuse, DecoderFactory.get().binaryDecoder(value, null));
    }

    private static String[] names(Flag... flags) {
        return Stream.of(flags).map(Flag::name).toArray(String[]::new);
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
