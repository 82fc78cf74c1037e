package io.lookback.memory;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The memory of cells that attend to W rows: a ring, each step overwriting the oldest, or slots of which the cell itself
 * chooses the one that a step overwrites, so that it can keep first rows, or random ones, or some of each bucket.
 *
 * <p>This is the head; rows are in {@link RowPages}, one a page, under their slot.
 */
public final class RingWindow implements Memory {

    private static final int VERSION = 2;

    private final MemoryShape.Window shape;
    private long length;

    /** What {@link #length} became by the step that wrote each slot, 0 for none; of a ring it follows from the length. */
    private final long[] written;

    RingWindow(MemoryShape.Window shape) {
        this(shape, 0, new long[shape.chosen() ? shape.width() : 0]);
    }

    private RingWindow(MemoryShape.Window shape, long length, long[] written) {
        this.shape = shape;
        this.length = length;
        this.written = written;
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
        return shape.chosen()
                ? (int) Arrays.stream(written).filter(step -> step > 0).count()
                : (int) Math.min(length, shape.width());
    }

    @Override
    public void drop(RowPages pages) {
        for (int slot = 0; slot < shape.width(); slot++) {
            if (age(slot) > 0) {
                pages.remove(slot);
            }
        }
    }

    /** The slot of a ring that the next row overwrites. */
    public int nextSlot() {
        return (int) (length % shape.width());
    }

    /** Steps since the row in the slot was written, 1 for the newest; 0 for a slot that was never written. */
    public long age(int slot) {
        if (shape.chosen()) {
            return written[slot] == 0 ? 0 : length - written[slot] + 1;
        }
        int age = Math.floorMod(nextSlot() - 1 - slot, shape.width()) + 1;
        return age > rows() ? 0 : age;
    }

    /** Takes a step of a ring in: its row is written by the caller, into what {@link #nextSlot} was. */
    public void advance() {
        length++;
    }

    /** Takes a step in whose row is written by the caller into the slot that its cell chose. */
    public void advance(int slot) {
        length++;
        if (shape.chosen()) {
            written[slot] = length;
        }
    }

    @Override
    public RingWindow copy() {
        return new RingWindow(shape, length, written.clone());
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(length);
        for (long step : written) {
            out.writeLong(step);
        }
    }

    static RingWindow read(DataInput in, MemoryShape.Window shape) throws IOException {
        Versions.require("ring window", in.readByte(), VERSION);
        long length = in.readLong();
        long[] written = new long[shape.chosen() ? shape.width() : 0];
        for (int slot = 0; slot < written.length; slot++) {
            written[slot] = in.readLong();
        }
        return new RingWindow(shape, length, written);
    }
}
