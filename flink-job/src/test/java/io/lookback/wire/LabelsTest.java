package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'stringValue': 'a'} | x=a",
                "{'boolValue': false} | x=false",
                "{} | ``",
                "null | ``",
                "{'arrayValue': {'values': [{'stringValue': 'java'}, {'intValue': '7'}]}} | x=[\"java\"\\,\"7\"]",
                "{'arrayValue': {}} | x=[]",
                "{'kvlistValue': {'values': [{'key': 'b', 'value': {'doubleValue': 1.5}}, {'key': 'a', 'value': {}}]}}"
                        + " | x={\"a\":{}\\,\"b\":1.5}",
                "{'kvlistValue': {}} | x={}",
                "{'arrayValue': {'values': [{'kvlistValue': {'values': [{'key': 'k', 'value': {'boolValue': true}}]}}]}}"
                        + " | x=[{\"k\":true}]",
                "['b', null, {'d': 1, 'c': [2]}] | x=[\"b\"\\,null\\,{\"c\":[2]\\,\"d\":1}]",
            })
    void spellAttributesOfOpenTelemetry(String value, String labels) {
        String record = "{'s': [{'key': 'h', 'value': {'stringValue': '7'}}, {'key': 'x', 'value': %s}], 'v': 1}"
                .formatted(value)
                .replace('\'', '"');

        assertThat(labels().observation(record).series()).isEqualTo(labels.isEmpty() ? "h=7" : "h=7," + labels);
    }

    @Test
    void spellsNoObjectOfSeveralFields() {
        assertThat(labels().rejection("{\"s\": {\"x\": {\"a\": 1, \"b\": 2}}, \"v\": 1}")
                        .message())
                .isEqualTo("Field 's' of the series carries '{x={a=1, b=2}}', not a text or a number");
    }

    @Test
    void spellAttributesInAvro() throws Exception {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "R", "fields": [{"name": "v", "type": "int"},
                          {"name": "s", "type": {"type": "map", "values": {"type": "record", "name": "Any", "fields": [
                            {"name": "string_value", "type": ["null", "string"]},
                            {"name": "array_value", "type": ["null", {"type": "array", "items": "Any"}]}]}}}]}
                        """);
        Schema any = schema.getField("s").schema().getValueType();
        GenericRecord text = new GenericData.Record(any);
        text.put("string_value", "a");
        GenericRecord array = new GenericData.Record(any);
        array.put("array_value", List.of(text, text));
        GenericRecord record = new GenericData.Record(schema);
        record.put("v", 1);
        record.put("s", Map.of("x", array, "y", text, "z", new GenericData.Record(any)));

        assertThat(Decoding.with(
                                new InputFormat.Avro(new FixedSchema(schema.toString())),
                                Decoding.mapping("s", null, "v"))
                        .observation(AvroDecodingTest.bytes(record))
                        .series())
                .isEqualTo("x=[\"a\"\\,\"a\"],y=a");
    }

    private static Decoding labels() {
        return Decoding.json(Decoding.mapping("s", null, "v"));
    }
}
