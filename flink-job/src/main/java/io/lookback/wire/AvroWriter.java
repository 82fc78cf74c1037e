package io.lookback.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes Avro binary: bare, or behind the zero byte and the id that a schema registry gave the schema. */
final class AvroWriter<T> implements RecordWriter<T> {

    /** Asks the registry when the first record is written. */
    interface SchemaId {
        int get() throws IOException;
    }

    /** Writes the fields of a value's schema. */
    interface Fields<T> {
        void write(T value, Encoder out) throws IOException;
    }

    private final Fields<T> fields;
    private final @Nullable SchemaId schemaId;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    private byte[] header = new byte[0];

    AvroWriter(Fields<T> fields, @Nullable SchemaId schemaId) {
        this.fields = fields;
        this.schemaId = schemaId;
    }

    @Override
    public byte[] write(T value) throws IOException {
        out.reset();
        out.writeBytes(header());
        fields.write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private byte[] header() throws IOException {
        if (schemaId != null && header.length == 0) {
            header = ByteBuffer.allocate(RegistrySchemas.HEADER_BYTES)
                    .put((byte) 0)
                    .putInt(schemaId.get())
                    .array();
        }
        return header;
    }
}
