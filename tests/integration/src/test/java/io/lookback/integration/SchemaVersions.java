package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.integration.cluster.RegistryProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The {@link TestRecords} in Avro, by a schema that changes all the time.
 *
 * @param schemas each with a field more than the one before
 * @param ids of the schemas in the registry
 * @param each so many records are written by a schema, then by the next
 */
record SchemaVersions(List<Schema> schemas, List<Integer> ids, int each) implements TestRecords.Wire {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Registers the schemas. */
    static SchemaVersions of(int versions, TestRecords records, RegistryProcess registry, JobTopics topics)
            throws Exception {
        List<Schema> schemas =
                IntStream.range(0, versions).mapToObj(SchemaVersions::version).toList();
        return new SchemaVersions(
                schemas, register(schemas, registry, topics), (records.size() + versions - 1) / versions);
    }

    /** Registers them anew with a registry that forgot them. */
    void registerAgain(RegistryProcess registry, JobTopics topics) throws Exception {
        List<Integer> again = register(schemas, registry, topics);
        if (!again.equals(ids)) {
            throw new AssertionError("The registry gave the ids %s, before %s".formatted(again, ids));
        }
    }

    List<String> settings(RegistryProcess registry) {
        return List.of("input.format=avro", "input.registry.url=" + registry.url());
    }

    @Override
    public byte[] bytes(int number, byte[] json) throws IOException {
        int version = number / each;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(ids.get(version)).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schemas.get(version))
                .write(record(schemas.get(version), JSON.readTree(json)), encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static List<Integer> register(List<Schema> schemas, RegistryProcess registry, JobTopics topics)
            throws Exception {
        List<Integer> ids = new ArrayList<>();
        for (Schema schema : schemas) {
            ids.add(registry.register(topics.input() + "-value", schema.toString()));
        }
        return ids;
    }

    private static Schema version(int version) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("Reading").fields();
        for (int added = 0; added < version; added++) {
            fields = fields.name("note" + added).type().stringType().stringDefault("");
        }
        return fields.requiredString("series")
                .requiredLong("time")
                .name("values")
                .type()
                .map()
                .values()
                .doubleType()
                .noDefault()
                .endRecord();
    }

    private static GenericRecord record(Schema schema, JsonNode json) {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().stream()
                .filter(field -> field.name().startsWith("note"))
                .forEach(field -> record.put(field.pos(), "of " + field.name()));
        record.put("series", json.get("series").asText());
        record.put("time", json.get("time").asLong());
        record.put("values", Map.of("value", json.get("values").get("value").asDouble()));
        return record;
    }
}
