package io.lookback.memory;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The memory of recurrent cells: M floats, all zero before the first step, replaced as a whole by each step. */
public final class FixedVector implements Memory {

    private static final int VERSION = 1;

    private final float[] values;

    FixedVector(float[] values) {
        this.values = values;
    }

    @Override
    public MemoryShape.Vector shape() {
        return new MemoryShape.Vector(values.length);
    }

    @Override
    public int rows() {
        return 0;
    }

    @Override
    public void drop(RowPages pages) {
        // It is its head alone.
    }

    /** Writes the vector into the target from {@code from} on. */
    public void copyTo(float[] target, int from) {
        System.arraycopy(values, 0, target, from, values.length);
    }

    /** Overwrites the vector with the floats that begin at {@code from}. */
    public void replace(float[] source, int from) {
        System.arraycopy(source, from, values, 0, values.length);
    }

    public float at(int index) {
        return values[index];
    }

    @Override
    public FixedVector copy() {
        return new FixedVector(values.clone());
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static FixedVector read(DataInput in, int size) throws IOException {
        Versions.require("memory vector", in.readByte(), VERSION);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = in.readFloat();
        }
        return new FixedVector(values);
    }
}
