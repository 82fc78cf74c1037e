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

    /** The same of a schema with a record within itself: Avro compares all its unions with one another. */
    static final int MOST_RECURSIVE = 10_000;

    private static final long BEGUN = -1;

    private final Map<Schema, Long> known = new IdentityHashMap<>();
    private boolean recursive;

    private SchemaSize() {}

    /**
     * @throws DecodingException if the schema unfolds to more than {@value #MOST} types, or {@value #MOST_RECURSIVE} if a
     *     record of it is within itself
     */
    static void require(Schema schema) throws DecodingException {
        SchemaSize size = new SchemaSize();
        long types = size.of(schema);
        int most = size.recursive ? MOST_RECURSIVE : MOST;
        if (types > most) {
            throw DecodingException.undecodable(
                    "The value's schema '%s' unfolds to more than %d fields; write its nested records out, or fewer",
                    Excerpt.of(schema.getFullName()), most);
        }
    }

    /** A record within itself counts once; beyond the limit all sizes are one. */
    private long of(Schema schema) {
        Long size = known.get(schema);
        if (size == null) {
            known.put(schema, BEGUN);
            size = Math.min(MOST + 1L, 1 + parts(schema));
            known.put(schema, size);
        }
        recursive |= size == BEGUN;
        return Math.abs(size);
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
