package io.lookback.block;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A state of a fixed layout: little-endian numbers in one array, at the offsets that a {@link Layout} handed out. */
public final class Block {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final byte[] bytes;

    private Block(byte[] bytes) {
        this.bytes = bytes;
    }

    /** All zeros. */
    public static Block ofSize(int size) {
        return new Block(new byte[size]);
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    public int size() {
        return bytes.length;
    }

    /** Returns a copy that is longer; the new bytes are zeros. */
    public Block extended(int size) {
        return new Block(Arrays.copyOf(bytes, size));
    }

    public Block copy() {
        return new Block(bytes.clone());
    }

    public void write(DataOutput out) throws IOException {
        out.write(bytes);
    }

    public static Block read(DataInput in, int size) throws IOException {
        Block block = ofSize(size);
        in.readFully(block.bytes);
        return block;
    }

    public byte byteAt(int offset) {
        return bytes[offset];
    }

    public void putByte(int offset, int value) {
        bytes[offset] = (byte) value;
    }

    public short shortAt(int offset) {
        return (short) SHORT.get(bytes, offset);
    }

    public void putShort(int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    /** Copies as many pairs of 16-bit numbers as there is room for, the first of each in the lower half of an element. */
    public void pairs(int offset, int[] into) {
        ByteBuffer.wrap(bytes, offset, Integer.BYTES * into.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(into);
    }

    public int intAt(int offset) {
        return (int) INT.get(bytes, offset);
    }

    public void putInt(int offset, int value) {
        INT.set(bytes, offset, value);
    }

    public long longAt(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    public void putLong(int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    public float floatAt(int offset) {
        return (float) FLOAT.get(bytes, offset);
    }

    public void putFloat(int offset, double value) {
        FLOAT.set(bytes, offset, (float) value);
    }

    public double doubleAt(int offset) {
        return (double) DOUBLE.get(bytes, offset);
    }

    public void putDouble(int offset, double value) {
        DOUBLE.set(bytes, offset, value);
    }

    /** Sets bytes to zero. */
    public void clear(int offset, int count) {
        Arrays.fill(bytes, offset, offset + count, (byte) 0);
    }
}
