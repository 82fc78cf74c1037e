package io.lookback.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Writes Avro binary: bare, or behind the zero byte and the id that a schema registry gave the schema. */
final class AvroWriter<T, R extends SpecificRecordBase> implements RecordWriter<T> {

    /** Asks the registry when the first record is written. */
    interface SchemaId {
        int get() throws IOException;
    }

    private final Function<T, R> record;
    private final SpecificDatumWriter<R> writer;
    private final @Nullable SchemaId schemaId;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    private byte[] header = new byte[0];

    AvroWriter(Schema schema, Function<T, R> record, @Nullable SchemaId schemaId) {
        this.record = record;
        this.writer = new SpecificDatumWriter<>(schema);
        this.schemaId = schemaId;
    }

    @Override
    public byte[] write(T value) throws IOException {
        out.reset();
        out.writeBytes(header());
        writer.write(record.apply(value), encoder);
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
