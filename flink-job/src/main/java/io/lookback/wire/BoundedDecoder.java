package io.lookback.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary decoder over bytes that may be anything: no text is taken to be larger than the value that carries it,
 * and all arrays and maps together to have no more items than it has bytes, so that a wrong length, or one that is right
 * for items of no bytes, costs an error and not the memory of the process.
 */
public final class BoundedDecoder extends Decoder {

    private final BinaryDecoder binary;
    private final int limit;
    private long items;

    public BoundedDecoder(byte[] value, int offset) {
        this.binary = DecoderFactory.get().binaryDecoder(value, offset, value.length - offset, null);
        this.limit = value.length;
    }

    boolean isEnd() {
        try {
            return binary.isEnd();
        } catch (IOException e) {
            throw new AvroRuntimeException(e);
        }
    }

    private byte[] sized() throws IOException {
        byte[] bytes = new byte[(int) checked(binary.readLong())];
        binary.readFixed(bytes);
        return bytes;
    }

    private long checked(long size) throws EOFException {
        if (size < 0 || size > limit) {
            throw new EOFException(String.format(Locale.ROOT, "a size of %d in a value of %d bytes", size, limit));
        }
        return size;
    }

    private long counted(long count) throws EOFException {
        items += checked(count);
        if (items > limit) {
            throw new EOFException(String.format(Locale.ROOT, "%d items in a value of %d bytes", items, limit));
        }
        return count;
    }

    @Override
    public String readString() throws IOException {
        return new String(sized(), StandardCharsets.UTF_8);
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(sized());
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(sized());
    }

    @Override
    public void skipBytes() throws IOException {
        binary.skipFixed((int) checked(binary.readLong()));
    }

    @Override
    public long readArrayStart() throws IOException {
        return counted(binary.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return counted(binary.arrayNext());
    }

    @Override
    public long skipArray() throws IOException {
        return checked(binary.skipArray());
    }

    @Override
    public long readMapStart() throws IOException {
        return counted(binary.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return counted(binary.mapNext());
    }

    @Override
    public long skipMap() throws IOException {
        return checked(binary.skipMap());
    }

    @Override
    public void readNull() throws IOException {
        binary.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return binary.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return binary.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return binary.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return binary.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return binary.readDouble();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        binary.readFixed(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        binary.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return binary.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return binary.readIndex();
    }
}
