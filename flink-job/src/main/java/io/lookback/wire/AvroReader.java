package io.lookback.wire;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** Reads one Avro record with the schema it was written with; texts become {@link String}, decimals numbers. */
final class AvroReader implements RecordReader {

    /** As many as the registry's schemas that are remembered. */
    private static final int MAX_CACHED = RegistrySchemas.MAX_CACHED;

    private final SchemaSource.Lookup schemas;
    private final Map<Schema, BoundedDatumReader> readers = new IdentityHashMap<>();

    AvroReader(SchemaSource.Lookup schemas) {
        this.schemas = schemas;
    }

    @Override
    public Object read(byte[] value) throws DecodingException, IOException {
        SchemaSource.Written written = schemas.of(value);
        Schema schema = written.schema();
        Object record = decode(reader(schema), value, written.offset());
        if (schema.getType() != Schema.Type.RECORD) {
            throw DecodingException.undecodable("The value's schema '%s' is not a record", schema.getFullName());
        }
        return record;
    }

    private BoundedDatumReader reader(Schema schema) throws DecodingException {
        BoundedDatumReader reader = readers.get(schema);
        return reader != null ? reader : remember(schema);
    }

    private BoundedDatumReader remember(Schema schema) throws DecodingException {
        SchemaSize.require(schema);
        if (readers.size() >= MAX_CACHED) {
            readers.clear();
        }
        BoundedDatumReader reader = new BoundedDatumReader(schema);
        readers.put(schema, reader);
        return reader;
    }

    /** Whatever the bytes are, decoding ends: sizes are checked against them, and a deep recursion is caught. */
    private static Object decode(BoundedDatumReader reader, byte[] value, int offset) throws DecodingException {
        BoundedDecoder decoder = new BoundedDecoder(value, offset);
        Object record;
        try {
            record = reader.read(decoder, value.length);
        } catch (IOException | RuntimeException e) {
            throw DecodingException.undecodable(
                    "The value is not a record of its Avro schema: %s", Excerpt.ofMessage(e));
        } catch (StackOverflowError e) {
            throw DecodingException.undecodable("The value's Avro record is nested too deeply");
        }
        if (!decoder.isEnd()) {
            throw DecodingException.undecodable(
                    "The value has bytes left after its Avro record: it has another schema");
        }
        return record;
    }
}
