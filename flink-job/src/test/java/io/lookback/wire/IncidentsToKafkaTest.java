package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.schema.Schemas;
import io.lookback.schema.avro.IncidentMember;
import io.lookback.schema.avro.IncidentPhase;
import io.lookback.schema.avro.IncidentRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Incidents as they are written. */
class IncidentsToKafkaTest {

    private static final long TIME = 1_700_000_000_123L;

    @Test
    void incidentsAreKeyedByTheirId() {
        ProducerRecord<byte[], byte[]> record =
                written(new IncidentsToKafka("incidents", TopicLimits.USUAL, json()), incident(Alert.Phase.BEGIN, 2));

        assertThat(record.key()).asString().isEqualTo("incident-a@1");
        assertThat(record.timestamp()).isEqualTo(TIME + 5);
        assertThat(Written.header(record, "__lookback.id")).isEqualTo("incident-a@1");
        assertThat(Written.header(record, "__lookback.schema"))
                .isEqualTo("IncidentRecord/" + Schemas.version(Schemas.incident()));
    }

    @ParameterizedTest
    @EnumSource(Alert.Phase.class)
    void incidentsInAvroSayWhatTheIncidentSays(Alert.Phase phase) throws IOException {
        IncidentRecord read = read(written(
                        new IncidentsToKafka("incidents", TopicLimits.USUAL, new OutputFormat.Avro(null)),
                        incident(phase, 2))
                .value());

        assertThat(read)
                .isEqualTo(new IncidentRecord(
                        "incident-a@1",
                        IncidentPhase.valueOf(phase.name()),
                        "rack-3 (2 series)",
                        Instant.ofEpochMilli(TIME),
                        Instant.ofEpochMilli(TIME + 5),
                        0.75,
                        "rack-3/host-0",
                        "rack-3",
                        2,
                        List.of(member(0), member(1)),
                        "2 series are anomalous together"));
    }

    @Test
    void incidentsInJsonHaveTheFieldsOfTheSchema() throws IOException {
        JsonNode json = new JsonMapper()
                .readTree(written(
                                new IncidentsToKafka("incidents", TopicLimits.USUAL, json()),
                                incident(Alert.Phase.END, 2))
                        .value());

        assertThat(names(json))
                .containsExactlyElementsOf(IncidentRecord.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(names(json.at("/members/0")))
                .containsExactlyElementsOf(IncidentMember.getClassSchema().getFields().stream()
                        .map(field -> field.name())
                        .toList());
        assertThat(json.at("/begin").asText()).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(json.at("/members/1/open").asBoolean()).isTrue();
    }

    @Test
    void anIncidentThatDoesNotFitItsTopicListsFewerMembersAndKeepsItsSize() throws IOException {
        TopicLimits small = new TopicLimits(TopicLimits.LEAST_BYTES, TopicLimits.UNLIMITED, Duration.ofHours(1));
        Incident large = incident(Alert.Phase.UPDATE, 100);

        ProducerRecord<byte[], byte[]> record = written(new IncidentsToKafka("incidents", small, json()), large);

        JsonNode json = new JsonMapper().readTree(record.value());
        assertThat(record.value()).hasSizeLessThan(TopicLimits.LEAST_BYTES);
        assertThat(json.get("size").asInt()).isEqualTo(100);
        assertThat(json.get("members")).hasSize(25);
        assertThat(Written.header(record, Headers.TRUNCATED)).isEqualTo("members");
    }

    private static OutputFormat json() {
        return new OutputFormat.Json();
    }

    private static Incident incident(Alert.Phase phase, int size) {
        return new Incident(
                "incident-a@1",
                phase,
                "rack-3 (2 series)",
                TIME,
                TIME + 5,
                0.75,
                "rack-3/host-0",
                "rack-3",
                size,
                IntStream.range(0, size)
                        .mapToObj(i -> new Incident.Member(
                                "rack-3/host-" + i, i + "@1", i == 1, TIME, TIME + 5, 0.5, "value is 2"))
                        .toList(),
                "2 series are anomalous together");
    }

    private static IncidentMember member(int i) {
        return new IncidentMember(
                "rack-3/host-" + i,
                i + "@1",
                i == 1,
                Instant.ofEpochMilli(TIME),
                Instant.ofEpochMilli(TIME + 5),
                0.5,
                "value is 2");
    }

    @SuppressWarnings("NullAway") // Flink passes no timestamp for records without one
    private static ProducerRecord<byte[], byte[]> written(IncidentsToKafka sink, Incident incident) {
        sink.open(null, Written.NO_CONTEXT);
        return Objects.requireNonNull(sink.serialize(incident, Written.NO_CONTEXT, null));
    }

    private static IncidentRecord read(byte[] value) throws IOException {
        IncidentRecord reuse = new IncidentRecord();
        return new SpecificDatumReader<IncidentRecord>(reuse.getSchema())
                .read(reuse, DecoderFactory.get().binaryDecoder(value, null));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
