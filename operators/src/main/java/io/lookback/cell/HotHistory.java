package io.lookback.cell;

import io.lookback.memory.MemoryShape;
import io.lookback.memory.PagedHistory;
import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import io.lookback.onnx.Batches;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One history's rows in a contiguous direct buffer with room to grow: appending writes one row, sliding moves the start
 * and the few rows of the attention sinks with it, and the graph reads the rows where they are. Behind the last row there
 * is always room up to a multiple of {@value HistoryExecutor#BLOCK} rows, which the mask hides.
 */
final class HotHistory implements HotRows.Entry {

    private final int rowSize;
    private final int maxCapacity;

    private FloatBuffer rows;
    private long[] times;
    private int capacity;
    private int start;
    private int count;
    private long length;
    private RowPage tail = RowPage.EMPTY;

    private HotHistory(MemoryShape.History shape, int rowsNow) {
        int maxSteps = shape.bound().maxSteps();
        this.rowSize = shape.row();
        this.maxCapacity = Batches.roundUp(maxSteps + maxSteps / 4, HistoryExecutor.BLOCK);
        this.capacity = Math.min(maxCapacity, Batches.ceiling(rowsNow + 1, HistoryExecutor.BLOCK));
        this.rows = allocate(capacity);
        this.times = new long[capacity];
    }

    /** Reads the rows that the memory holds out of its pages. */
    static HotHistory load(PagedHistory memory, RowPages pages) {
        HotHistory hot = new HotHistory(memory.shape(), memory.rows());
        if (memory.sinks() > 0) {
            hot.take(0, pages.read(0), memory.sinks(), memory);
        }
        long first = memory.first() / PagedHistory.PAGE_ROWS;
        for (long page = first; page * PagedHistory.PAGE_ROWS < memory.length(); page++) {
            hot.take(page, pages.read(page), PagedHistory.PAGE_ROWS, memory);
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
        return (long) capacity * rowSize * Float.BYTES + (long) capacity * Long.BYTES;
    }

    /** {@code [paddedRows, D]} in place; those past the last row hold anything and may be written. */
    FloatBuffer view(int paddedRows) {
        return rows.slice(start * rowSize, paddedRows * rowSize);
    }

    void copyTo(FloatBuffer target, int targetRow) {
        target.put(targetRow * rowSize, rows, start * rowSize, count * rowSize);
    }

    /** Event time of the n-th row held. */
    long time(int row) {
        return times[start + row];
    }

    /** Appends a row and writes its page; called before the memory itself advances. */
    void append(float[] source, int from, long time, PagedHistory memory, RowPages pages) {
        long page = length / PagedHistory.PAGE_ROWS;
        tail = (length % PagedHistory.PAGE_ROWS == 0 ? RowPage.EMPTY : tail).append(source, from, rowSize, time);
        pages.write(page, tail);
        makeRoom();
        rows.put((start + count) * rowSize, source, from, rowSize);
        times[start + count] = time;
        count++;
        length++;
    }

    /** Lets go of the rows that the memory, already advanced, no longer holds; the sinks move up to the window. */
    void slideTo(PagedHistory memory, RowPages pages) {
        memory.trim(pages);
        int surplus = count - memory.rows();
        if (surplus > 0) {
            int sinks = memory.sinks();
            rows.put((start + surplus) * rowSize, rows, start * rowSize, sinks * rowSize);
            System.arraycopy(times, start, times, start + surplus, sinks);
            start += surplus;
            count -= surplus;
            if (!fits(count)) {
                moveToStart(capacity);
            }
        }
    }

    /** Takes the first of a page's rows, or all that it has. */
    private void take(long number, @Nullable RowPage page, int most, PagedHistory memory) {
        long expected = Math.min(PagedHistory.PAGE_ROWS, memory.length() - number * PagedHistory.PAGE_ROWS);
        if (page == null || page.size() != expected || page.rows().limit() != expected * rowSize) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "Page %d of a history of %d rows should hold %d rows of %d floats, found %s",
                    number,
                    memory.length(),
                    expected,
                    rowSize,
                    page == null ? "no page" : page.size()));
        }
        int taken = Math.min(most, page.size());
        rows.put(count * rowSize, page.rows(), 0, taken * rowSize);
        page.times().get(times, count, taken);
        count += taken;
        tail = page;
    }

    private void makeRoom() {
        if (fits(count + 1)) {
            return;
        }
        int wanted = Batches.roundUp(count + 1, HistoryExecutor.BLOCK);
        int larger = wanted * 2 <= maxCapacity ? wanted * 2 : Math.max(maxCapacity, wanted);
        moveToStart(Math.max(larger, capacity));
    }

    private boolean fits(int wanted) {
        return start + Batches.roundUp(wanted, HistoryExecutor.BLOCK) <= capacity;
    }

    private void moveToStart(int newCapacity) {
        FloatBuffer target = newCapacity > capacity ? allocate(newCapacity) : rows;
        target.put(0, rows, start * rowSize, count * rowSize);
        rows = target;
        times = Arrays.copyOf(Arrays.copyOfRange(times, start, start + count), newCapacity);
        capacity = newCapacity;
        start = 0;
    }

    private FloatBuffer allocate(int rowCount) {
        return ByteBuffer.allocateDirect(rowCount * rowSize * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
