package io.lookback.wire;

import java.io.IOException;
import java.io.Serializable;
import org.apache.avro.Schema;

/** Where the schema that an Avro value was written with comes from. */
public sealed interface SchemaSource extends Serializable permits FixedSchema, RegistrySchemas {

    /** Called once for each thread that decodes. */
    Lookup open();

    /** Finds the schemas of values. One thread. */
    interface Lookup {

        /**
         * @throws DecodingException if the value does not say which schema it was written with, or that schema does not exist
         * @throws IOException if the schema cannot be had
         */
        Written of(byte[] value) throws DecodingException, IOException;
    }

    /**
     * @param schema that the value was written with
     * @param offset where in the value the record begins
     */
    record Written(Schema schema, int offset) {}
}
