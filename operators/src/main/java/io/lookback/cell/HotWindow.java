package io.lookback.cell;

import io.lookback.memory.MemoryShape;
import io.lookback.memory.RingWindow;
import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One window's rows in a direct buffer, in the order of their slots. */
final class HotWindow implements HotRows.Entry {

    private final int rowSize;
    private final FloatBuffer rows;
    private final long[] times;

    private long length;

    private HotWindow(MemoryShape.Window shape) {
        this.rowSize = shape.row();
        this.rows = ByteBuffer.allocateDirect(shape.width() * rowSize * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        this.times = new long[shape.width()];
    }

    /** Reads the rows that the memory holds out of its slots. */
    static HotWindow load(RingWindow memory, RowPages pages) {
        HotWindow hot = new HotWindow(memory.shape());
        for (int slot = 0; slot < memory.shape().width(); slot++) {
            if (memory.age(slot) > 0) {
                hot.put(slot, pages.read(slot), memory);
            }
        }
        hot.length = memory.length();
        return hot;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long bytes() {
        return (long) rows.capacity() * Float.BYTES + (long) times.length * Long.BYTES;
    }

    void copyTo(FloatBuffer target, int callRow) {
        target.put(callRow * rows.capacity(), rows, 0, rows.capacity());
    }

    /** Event time of the row in the slot, ms. */
    long time(int slot) {
        return times[slot];
    }

    /** Overwrites a row, here and in its page; called before the memory itself advances. */
    void overwrite(int slot, float[] source, int from, long time, RowPages pages) {
        pages.write(slot, RowPage.EMPTY.append(source, from, rowSize, time));
        rows.put(slot * rowSize, source, from, rowSize);
        times[slot] = time;
        length++;
    }

    private void put(int slot, @Nullable RowPage page, RingWindow memory) {
        if (page == null || page.rows().limit() != rowSize) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "Slot %d of a window of %d rows should hold %d floats, found %s",
                    slot,
                    memory.rows(),
                    rowSize,
                    page == null ? "none" : page.rows().limit()));
        }
        rows.put(slot * rowSize, page.rows(), 0, rowSize);
        times[slot] = page.times().get(0);
    }
}
