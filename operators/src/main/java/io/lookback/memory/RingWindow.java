package io.lookback.memory;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The memory of cells that attend to the last W steps: a ring of W rows, each step overwriting the oldest.
 *
 * <p>This is the head; rows are in {@link RowPages}, one a page, under their slot of the ring.
 */
public final class RingWindow implements Memory {

    private static final int VERSION = 1;

    private final MemoryShape.Window shape;
    private long length;

    RingWindow(MemoryShape.Window shape, long length) {
        this.shape = shape;
        this.length = length;
    }

    @Override
    public MemoryShape.Window shape() {
        return shape;
    }

    /** Rows written since the beginning. */
    public long length() {
        return length;
    }

    /** Rows held, at most W. */
    @Override
    public int rows() {
        return (int) Math.min(length, shape.width());
    }

    @Override
    public void drop(RowPages pages) {
        for (int slot = 0; slot < rows(); slot++) {
            pages.remove(slot);
        }
    }

    /** The slot that the next row overwrites. */
    public int nextSlot() {
        return (int) (length % shape.width());
    }

    /** 1 for the newest row, W for the oldest of a full window, 0 for a slot that was never written. */
    public int age(int slot) {
        int age = Math.floorMod(nextSlot() - 1 - slot, shape.width()) + 1;
        return age > rows() ? 0 : age;
    }

    /** Takes a step in: its row is written by the caller, into what {@link #nextSlot} was. */
    public void advance() {
        length++;
    }

    @Override
    public RingWindow copy() {
        return new RingWindow(shape, length);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(length);
    }

    static RingWindow read(DataInput in, MemoryShape.Window shape) throws IOException {
        Versions.require("ring window", in.readByte(), VERSION);
        return new RingWindow(shape, in.readLong());
    }
}
