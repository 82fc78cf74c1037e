package io.lookback.wire;

import org.apache.avro.Schema;

/** What the decoders ask about Avro schemas. */
final class AvroSchemas {

    private AvroSchemas() {}

    /** The other branch of a union of null and one type, the schema itself otherwise. */
    static Schema nonNull(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        var branches = schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return branches.size() == 1 ? branches.get(0) : schema;
    }
}
