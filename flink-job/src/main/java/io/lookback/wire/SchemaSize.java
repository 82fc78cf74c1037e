package io.lookback.wire;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * How large a schema is once every named type stands where it is used. A kilobyte of records that each hold the one
 * before twice unfolds to more fields than any memory holds, and Avro unfolds a schema before it reads a first value.
 */
final class SchemaSize {

    /** Types of a schema, unfolded; the largest that people write have some thousands. */
    static final int MOST = 100_000;

    private final Map<Schema, Long> known = new IdentityHashMap<>();

    private SchemaSize() {}

    /** @throws DecodingException if the schema unfolds to more than {@value #MOST} types */
    static void require(Schema schema) throws DecodingException {
        if (new SchemaSize().of(schema) > MOST) {
            throw DecodingException.undecodable(
                    "The value's schema '%s' unfolds to more than %d fields; write its nested records out, or fewer",
                    Excerpt.of(schema.getFullName()), MOST);
        }
    }

    /** A record within itself counts once; beyond the limit all sizes are one. */
    private long of(Schema schema) {
        Long size = known.get(schema);
        if (size == null) {
            known.put(schema, 1L);
            size = Math.min(MOST + 1L, 1 + parts(schema));
            known.put(schema, size);
        }
        return size;
    }

    private long parts(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                schema.getFields().stream()
                        .mapToLong(field -> of(field.schema()))
                        .sum();
            case UNION -> schema.getTypes().stream().mapToLong(this::of).sum();
            case ARRAY -> of(schema.getElementType());
            case MAP -> of(schema.getValueType());
            default -> 0;
        };
    }
}
