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
        Schema only = null;
        for (Schema branch : schema.getTypes()) {
            if (branch.getType() != Schema.Type.NULL) {
                if (only != null) {
                    return schema;
                }
                only = branch;
            }
        }
        return only == null ? schema : only;
    }
}
