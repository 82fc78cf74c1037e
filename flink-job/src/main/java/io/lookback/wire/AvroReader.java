package io.lookback.wire;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;

/** Reads one Avro record with the schema it was written with; texts become {@link String}, decimals numbers. */
final class AvroReader implements RecordReader {

    private final SchemaSource.Lookup schemas;
    private final Map<Schema, Generic> readers = new IdentityHashMap<>();

    AvroReader(SchemaSource.Lookup schemas) {
        this.schemas = schemas;
    }

    @Override
    public Object read(byte[] value) throws Unfit, IOException {
        SchemaSource.Written written = schemas.of(value);
        Schema schema = written.schema();
        Object record = decode(readers.computeIfAbsent(schema, Generic::new), value, written.offset());
        if (schema.getType() != Schema.Type.RECORD) {
            throw Unfit.undecodable("The value's schema '%s' is no record", schema.getFullName());
        }
        return record;
    }

    /** Whatever the bytes are, decoding ends: sizes are checked against them, and a deep recursion is caught. */
    private static Object decode(Generic reader, byte[] value, int offset) throws Unfit {
        BoundedDecoder decoder = new BoundedDecoder(value, offset);
        Object record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            throw Unfit.undecodable("The value is not a record of its Avro schema: %s", Excerpt.ofMessage(e));
        } catch (StackOverflowError e) {
            throw Unfit.undecodable("The value's Avro record is nested too deeply");
        }
        if (!decoder.isEnd()) {
            throw Unfit.undecodable("The value has bytes left after its Avro record: it has another schema");
        }
        return record;
    }

    private static final class Generic extends GenericDatumReader<Object> {

        Generic(Schema schema) {
            super(schema, schema, withDecimals());
        }

        private static GenericData withDecimals() {
            GenericData data = new GenericData();
            data.addLogicalTypeConversion(new Conversions.DecimalConversion());
            return data;
        }

        @Override
        protected Class<String> findStringClass(Schema schema) {
            return String.class;
        }
    }
}
