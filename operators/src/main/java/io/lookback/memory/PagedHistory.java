package io.lookback.memory;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The memory of cells that attend to their whole past: one row a step, appended and never rewritten, in pages of
 * {@value #PAGE_ROWS} rows, and a context vector of constant length. Once the history holds its most rows, its oldest
 * page leaves: a sliding window that moves by pages.
 *
 * <p>This is the head; rows are in {@link RowPages} under their page's running number.
 */
public final class PagedHistory implements Memory {

    public static final int PAGE_ROWS = 32;

    private static final int VERSION = 1;

    private final MemoryShape.History shape;
    private final float[] context;
    private long length;

    PagedHistory(MemoryShape.History shape, float[] context, long length) {
        this.shape = shape;
        this.context = context;
        this.length = length;
    }

    @Override
    public MemoryShape.History shape() {
        return shape;
    }

    /** Rows appended since the beginning. */
    public long length() {
        return length;
    }

    /** Running number of the oldest row that is still held. */
    public long first() {
        return firstAt(length);
    }

    /** Rows held, at most {@link MemoryShape.History#maxSteps}. */
    @Override
    public int rows() {
        return (int) (length - first());
    }

    /** Writes the context vector into the target from {@code from} on. */
    public void copyContextTo(float[] target, int from) {
        System.arraycopy(context, 0, target, from, context.length);
    }

    /** Takes a step in: its row is appended by the caller, under the number that {@link #length} was. */
    public void advance(float[] source, int from) {
        System.arraycopy(source, from, context, 0, context.length);
        length++;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(length);
        for (float value : context) {
            out.writeFloat(value);
        }
    }

    static PagedHistory read(DataInput in, MemoryShape.History shape) throws IOException {
        Versions.require("paged history", in.readByte(), VERSION);
        long length = in.readLong();
        float[] context = new float[shape.context()];
        for (int i = 0; i < context.length; i++) {
            context[i] = in.readFloat();
        }
        return new PagedHistory(shape, context, length);
    }

    private long firstAt(long rows) {
        long surplus = rows - shape.maxSteps();
        return surplus <= 0 ? 0 : (surplus + PAGE_ROWS - 1) / PAGE_ROWS * PAGE_ROWS;
    }
}
