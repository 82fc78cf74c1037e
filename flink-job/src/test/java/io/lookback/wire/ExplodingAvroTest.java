package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema says in which unit the time of a point is, wherever around the point it lies. */
class ExplodingAvroTest {

    /** By its magnitude this would be 1970-01-11 in ms: in 1997 in s, or on the first of January in us. */
    private static final long JANUARY_11 = 864_000_000L;

    private static final String SCHEMA = """
            {"type": "record", "name": "Batch", "fields": [
              {"name": "sent", "type": {"type": "long", "logicalType": "TYPE"}},
              {"name": "rows", "type": {"type": "array", "items": {"type": "record", "name": "Row", "fields": [
                {"name": "at", "type": {"type": "long", "logicalType": "TYPE"}},
                {"name": "cells", "type": {"type": "map", "values": ["null", {"type": "record", "name": "Cell", "fields": [
                  {"name": "t", "type": ["null", {"type": "long", "logicalType": "TYPE"}]},
                  {"name": "times", "type": {"type": "map", "values": {"type": "long", "logicalType": "TYPE"}}},
                  {"name": "v", "type": "double"}]}]}}]}}}]}
            """;

    @ParameterizedTest
    @CsvSource({
        "rows[].cells, sent",
        "rows[].cells, at",
        "rows[].cells, rows[].at",
        "rows[].cells, t",
        "rows[].cells, $value.t",
        "rows[].cells, times.begin",
        "rows[].cells.*.times, $value",
        "rows, cells.c.t"
    })
    void takesTheUnitOfTheTimeFromTheSchema(String explode, String time) throws IOException {
        assertThat(decode("timestamp-millis", 1, explode, time).right().time()).isEqualTo(JANUARY_11);
        assertThat(decode("timestamp-micros", 1_000, explode, time).right().time())
                .isEqualTo(JANUARY_11);
    }

    @Test
    void refusesATimeThatIsNoInstant() throws IOException {
        assertThat(decode("local-timestamp-millis", 1, "rows[].cells", "t")
                        .left()
                        .message())
                .isEqualTo("Field 't' of the time has the Avro type 'local-timestamp-millis', which is not an instant");
    }

    private static Either<Rejection, Observation> decode(String type, long factor, String explode, String time)
            throws IOException {
        Schema schema = new Schema.Parser().parse(SCHEMA.replace("TYPE", type));
        Mapping mapping = new Mapping(
                List.of(Field.parse("kafka-topic")),
                Field.parse(time),
                new TimeFormat(TimeFormat.AUTO, ZoneOffset.UTC),
                Duration.ofDays(1),
                List.of(Field.parse("v | cells.c.v | $value")),
                true,
                new Mapping.Points(List.of(Field.parse(explode)), 10));
        Payload payload = new Payload(
                null,
                Bytes.wrap(AvroDecodingTest.bytes(batch(schema, JANUARY_11 * factor))),
                List.of(),
                Decoding.KAFKA_TIME);
        List<Either<Rejection, Observation>> decoded = new ArrayList<>();
        new DecoderSpec(new InputFormat.Avro(new FixedSchema(schema.toString())), mapping)
                .open(() -> Decoding.KAFKA_TIME)
                .decode(Decoding.ORIGIN, payload, decoded::add);
        assertThat(decoded).hasSize(1);
        return decoded.get(0);
    }

    private static GenericRecord batch(Schema schema, long time) {
        Schema rows = schema.getField("rows").schema();
        Schema cells = rows.getElementType().getField("cells").schema();
        GenericRecord cell = new GenericData.Record(AvroSchemas.nonNull(cells.getValueType()));
        cell.put("t", time);
        cell.put("times", Map.of("begin", time));
        cell.put("v", 1.0);
        GenericRecord row = new GenericData.Record(rows.getElementType());
        row.put("at", time);
        row.put("cells", Map.of("c", cell));
        GenericRecord batch = new GenericData.Record(schema);
        batch.put("sent", time);
        batch.put("rows", new GenericData.Array<>(rows, List.of(row)));
        return batch;
    }
}
