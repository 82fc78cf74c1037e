package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import io.lookback.schema.Schemas;
import io.lookback.testkit.FaultCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroDecodingTest {

    @Test
    void readsLookbacksOwnObservation() throws IOException {
        Observation observation = own().observation(ownRecord());

        assertThat(observation.series()).isEqualTo("h7");
        assertThat(observation.time()).isEqualTo(1_700_000_000_123L);
        assertThat(observation.features().names()).containsExactly("a", "b");
        assertThat(observation.values().toArray()).containsExactly(Double.NaN, 2.5);
    }

    @Test
    void takesTheUnitOfTheTimeFromTheSchema() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [
                          {"name": "s", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
                          {"name": "t", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                          {"name": "v", "type": "int"}]}
                        """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("s", new GenericData.EnumSymbol(schema.getField("s").schema(), "B"));
        record.put("t", 1_700_000_000_123_456L);
        record.put("v", 7);

        Observation observation = with(schema, Decoding.mapping("s", "t", "v")).observation(bytes(record));

        assertThat(observation.time()).isEqualTo(1_700_000_000_123L);
        assertThat(observation.series()).isEqualTo("B");
        assertThat(observation.values().at(0)).isEqualTo(7);
    }

    @Test
    void allNumbersKnowsWhichFieldsMayBeNull() throws IOException {
        Schema schema = SchemaBuilder.record("R")
                .fields()
                .requiredString("s")
                .requiredLong("t")
                .optionalDouble("x")
                .optionalString("note")
                .requiredInt("y")
                .endRecord();
        GenericRecord record = new GenericData.Record(schema);
        record.put("s", "a");
        record.put("t", 1_700_000_000_000L);
        record.put("y", 3);

        Observation observation = with(schema, Decoding.mapping("s", "t")).observation(bytes(record));

        assertThat(observation.features().names()).containsExactly("x", "y");
        assertThat(observation.values().toArray()).containsExactly(Double.NaN, 3);
    }

    @Test
    void readsDecimals() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [
                          {"name": "s", "type": "string"},
                          {"name": "v", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}]}
                        """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("s", "a");
        record.put("v", ByteBuffer.wrap(new BigDecimal("12.34").unscaledValue().toByteArray()));

        Observation observation = with(schema, Decoding.mapping("s", null, "v")).observation(bytes(record));

        assertThat(observation.values().at(0)).isEqualTo(12.34);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = ownRecord();

        for (int length = 0; length < whole.length; length++) {
            Rejection rejection = own().rejection(Arrays.copyOf(whole, length));
            assertThat(rejection.reason()).as("%d bytes", length).isEqualTo(Reason.UNDECODABLE);
        }
    }

    @Test
    void refusesBytesLeftOver() throws IOException {
        byte[] whole = ownRecord();

        Rejection rejection = own().rejection(Arrays.copyOf(whole, whole.length + 1));

        assertThat(rejection.message()).startsWith("The value has bytes left after its Avro record");
    }

    @Test
    void wrongLengthsDoNotCostMemory() {
        byte[] endlessText = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'a'};

        Rejection rejection = own().rejection(endlessText);

        assertThat(rejection.message())
                .isEqualTo("The value is not a record of its Avro schema: a size of 2147483647 in a value of 6 bytes");
    }

    @Test
    void endsOnRecursiveSchemas() {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "Node", "fields": [
                          {"name": "next", "type": ["null", "Node"]}, {"name": "v", "type": "double"}]}
                        """);
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 2);

        Rejection rejection = with(schema, Decoding.mapping("", null, "v")).rejection(deep);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "a schema of 10,000 fields that may each hold the whole record",
            outcome = "dead letter; it is not resolved for minutes")
    void refusesLargeRecursiveSchemas() {
        String fields = IntStream.range(0, 10_000)
                .mapToObj("{\"name\": \"f%d\", \"type\": [\"null\", \"R\"]}"::formatted)
                .collect(Collectors.joining(","));
        Schema schema = new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [%s]}".formatted(fields));

        Rejection rejection = with(schema, Decoding.mapping("", null, "v")).rejection(new byte[10_000]);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.message()).contains("unfolds to more than 10000 fields");
    }

    @Test
    void refusesATimeThatIsNoInstant() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [
                          {"name": "t", "type": {"type": "int", "logicalType": "date"}}, {"name": "v", "type": "int"}]}
                        """);
        GenericRecord record = new GenericData.Record(schema);
        record.put("t", 19_000);
        record.put("v", 1);

        Rejection rejection = with(schema, Decoding.mapping("", "t", "v")).rejection(bytes(record));

        assertThat(rejection.message())
                .isEqualTo("Field 't' of the time has the Avro type 'date', which is not an instant");
    }

    @Test
    void readsATimeInTheUnitOfTheFieldThatHoldsIt() throws IOException {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [
                          {"name": "t", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                          {"name": "made", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                          {"name": "v", "type": "int"}]}
                        """);
        Decoding decoding = with(schema, Decoding.mapping("", "t | made", "v"));
        GenericRecord record = new GenericData.Record(schema);
        record.put("made", 1_700_000_000_000L);
        record.put("v", 1);
        for (Long micros : new Long[] {1_700_000_000_001_000L, null, 1_700_000_000_001_000L}) {
            record.put("t", micros);

            assertThat(decoding.observation(bytes(record)).time())
                    .isEqualTo(micros == null ? 1_700_000_000_000L : 1_700_000_000_001L);
        }
    }

    private static Decoding own() {
        return with(Schemas.observation(), Decoding.usual());
    }

    private static Decoding with(Schema schema, Mapping mapping) {
        return Decoding.with(new InputFormat.Avro(new FixedSchema(schema.toString())), mapping);
    }

    static byte[] ownRecord() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("b", 2.5);
        values.put("a", null);
        GenericRecord record = new GenericData.Record(Schemas.observation());
        record.put("series", "h7");
        record.put("time", 1_700_000_000_123L);
        record.put("values", values);
        return bytes(record);
    }

    static byte[] bytes(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
