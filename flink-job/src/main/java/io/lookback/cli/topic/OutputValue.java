package io.lookback.cli.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.wire.BoundedDatumReader;
import io.lookback.wire.BoundedDecoder;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A score or an alert as JSON, whichever way the job wrote it. The first byte tells: a JSON object begins with a brace,
 * a record behind a registry's id with zero, and bare Avro with the length of an id, which is neither.
 */
final class OutputValue {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int REGISTRY_HEADER_BYTES = 5;

    private OutputValue() {}

    /**
     * @param schema of the records of this topic in the newest version
     * @throws IOException if the bytes are none of the three forms
     */
    static JsonNode read(byte[] value, Schema schema) throws IOException {
        if (value.length == 0) {
            throw new IOException("The value is empty");
        }
        return switch (value[0]) {
            case '{' -> JSON.readTree(value);
            case 0 -> avro(value, REGISTRY_HEADER_BYTES, schema);
            default -> avro(value, 0, schema);
        };
    }

    private static JsonNode avro(byte[] value, int offset, Schema schema) throws IOException {
        if (value.length < offset) {
            throw new IOException("The value ends within the id of its schema");
        }
        try {
            BoundedDecoder decoder = new BoundedDecoder(value, offset);
            return node(new BoundedDatumReader(schema).read(decoder, value.length), schema);
        } catch (RuntimeException | StackOverflowError other) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "The value (%d bytes) is not a record of schema %s",
                            value.length,
                            schema.getName()),
                    other);
        }
    }

    private static JsonNode node(@Nullable Object value, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> object((IndexedRecord) present(value), schema);
            case ARRAY -> array((Collection<?>) present(value), schema.getElementType());
            case UNION -> value == null ? NODES.nullNode() : node(value, branch(schema));
            case LONG -> number((Long) present(value), schema);
            case INT -> NODES.numberNode((Integer) present(value));
            case DOUBLE -> NODES.numberNode((Double) present(value));
            case BOOLEAN -> NODES.booleanNode((Boolean) present(value));
            default -> NODES.textNode(String.valueOf(value));
        };
    }

    private static ObjectNode object(IndexedRecord record, Schema schema) {
        ObjectNode object = NODES.objectNode();
        for (Schema.Field field : schema.getFields()) {
            object.set(field.name(), node(record.get(field.pos()), field.schema()));
        }
        return object;
    }

    private static ArrayNode array(Collection<?> elements, Schema schema) {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(element -> array.add(node(element, schema)));
        return array;
    }

    private static JsonNode number(long value, Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                ? NODES.textNode(Instant.ofEpochMilli(value).toString())
                : NODES.numberNode(value);
    }

    private static Schema branch(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(union);
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new AvroRuntimeException("A value is null where the schema has none");
        }
        return value;
    }
}
