package io.lookback.wire;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.ResolvingDecoder;

/**
 * Reads values of one schema, texts as {@link String}, decimals as numbers. A registry's schemas come from producers, so
 * a schema is trusted no more than a value: what it makes out of few bytes or none (records of records of nothing, fixed
 * fields of 2 GB) is bounded by the bytes that are there. One thread.
 */
public final class BoundedDatumReader extends GenericDatumReader<Object> {

    /** Fields that the records of a value may have beside one for each of its bytes. */
    private static final int SPARE_FIELDS = 1 << 16;

    private int bytes;
    private long fields;

    public BoundedDatumReader(Schema schema) {
        super(schema, schema, withDecimals());
    }

    /** @param length bytes of the whole value */
    public Object read(Decoder decoder, int length) throws IOException {
        bytes = length;
        fields = 0;
        return read(null, decoder);
    }

    @Override
    protected Object readRecord(Object old, Schema expected, ResolvingDecoder in) throws IOException {
        fields += 1 + expected.getFields().size();
        if (fields > (long) bytes + SPARE_FIELDS) {
            throw new AvroRuntimeException(
                    String.format(Locale.ROOT, "records of %d fields in a value of %d bytes", fields, bytes));
        }
        return super.readRecord(old, expected, in);
    }

    @Override
    protected Object readFixed(Object old, Schema expected, Decoder in) throws IOException {
        if (expected.getFixedSize() > bytes) {
            throw new AvroRuntimeException(String.format(
                    Locale.ROOT, "a fixed field of %d bytes in a value of %d", expected.getFixedSize(), bytes));
        }
        return super.readFixed(old, expected, in);
    }

    @Override
    protected Class<String> findStringClass(Schema schema) {
        return String.class;
    }

    private static GenericData withDecimals() {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Decimals());
        return data;
    }

    /** Numbers of a million digits are none: to look at one takes longer than to read it. */
    private static final class Decimals extends Conversions.DecimalConversion {

        /** The largest double needs 128. */
        private static final int MAX_BYTES = 160;

        @Override
        public BigDecimal fromBytes(ByteBuffer value, Schema schema, LogicalType type) {
            require(value.remaining());
            return super.fromBytes(value, schema, type);
        }

        @Override
        public BigDecimal fromFixed(GenericFixed value, Schema schema, LogicalType type) {
            require(value.bytes().length);
            return super.fromFixed(value, schema, type);
        }

        private static void require(int bytes) {
            if (bytes > MAX_BYTES) {
                throw new AvroRuntimeException(
                        String.format(Locale.ROOT, "a decimal of %d bytes, %d are the most", bytes, MAX_BYTES));
            }
        }
    }
}
