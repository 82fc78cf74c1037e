package io.lookback.memory;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The memory of cells that attend to their whole past: one row a step, appended and never rewritten, in pages of
 * {@value #PAGE_ROWS} rows, and a context vector of constant length. Once the history would hold more than its most
 * rows, the oldest page leaves: a sliding window that moves by pages. With {@link HistoryBound#sinks} the first page
 * never leaves, and once the window has moved, its first rows are still read.
 *
 * <p>Which pages are there is part of what is written, so a job may go on under another bound: a smaller one lets pages
 * go at the next step, a larger one lets the history grow again, sinks begin with histories that still have their first
 * page.
 *
 * <p>This is the head; rows are in {@link RowPages} under their page's running number.
 */
public final class PagedHistory implements Memory {

    public static final int PAGE_ROWS = 32;

    private static final int VERSION = 2;

    private final MemoryShape.History shape;
    private final float[] context;
    private long length;

    /** Running number of the oldest page in {@link RowPages}, but for the first page if that stays. */
    private long oldest;

    private boolean hasFirstPage;

    PagedHistory(MemoryShape.History shape, float[] context) {
        this.shape = shape;
        this.context = context;
        this.hasFirstPage = true;
    }

    @Override
    public MemoryShape.History shape() {
        return shape;
    }

    /** Rows appended since the beginning. */
    public long length() {
        return length;
    }

    /** Rows from the very beginning that are read although the window has moved past their page. */
    public int sinks() {
        return first() > 0 ? sinksOnceMoved() : 0;
    }

    /** Running number of the oldest row of the window; all from here on are read. */
    public long first() {
        long surplus = length - shape.bound().maxSteps();
        long needed = surplus <= 0 ? 0 : (surplus + sinksOnceMoved() + PAGE_ROWS - 1) / PAGE_ROWS;
        return Math.max(oldest, needed) * PAGE_ROWS;
    }

    /** Rows that are read, at most {@link HistoryBound#maxSteps}: the sinks, then those of the window. */
    @Override
    public int rows() {
        return sinks() + (int) (length - first());
    }

    /** Writes the context vector into the target from {@code from} on. */
    public void copyContextTo(float[] target, int from) {
        System.arraycopy(context, 0, target, from, context.length);
    }

    /** Takes a step in: its row is appended by the caller, under the number that {@link #length} was. */
    public void advance(float[] source, int from) {
        replaceContext(source, from);
        length++;
    }

    /** Takes a step in that appends no row. */
    public void replaceContext(float[] source, int from) {
        System.arraycopy(source, from, context, 0, context.length);
    }

    /** Lets go of the pages of which no row is read any more. */
    public void trim(RowPages pages) {
        long first = first() / PAGE_ROWS;
        if (first > 0 && hasFirstPage && sinksOnceMoved() == 0) {
            pages.remove(0);
            hasFirstPage = false;
        }
        for (long page = Math.max(1, oldest); page < first; page++) {
            pages.remove(page);
        }
        oldest = first;
    }

    @Override
    public void drop(RowPages pages) {
        if (hasFirstPage && length > 0) {
            pages.remove(0);
        }
        for (long page = Math.max(1, oldest); page * PAGE_ROWS < length; page++) {
            pages.remove(page);
        }
    }

    @Override
    public PagedHistory copy() {
        PagedHistory copy = new PagedHistory(shape, context.clone());
        copy.length = length;
        copy.oldest = oldest;
        copy.hasFirstPage = hasFirstPage;
        return copy;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(length);
        out.writeLong(oldest);
        out.writeBoolean(hasFirstPage);
        for (float value : context) {
            out.writeFloat(value);
        }
    }

    static PagedHistory read(DataInput in, MemoryShape.History shape) throws IOException {
        Versions.require("paged history", in.readByte(), VERSION);
        PagedHistory read = new PagedHistory(shape, new float[shape.context()]);
        read.length = in.readLong();
        read.oldest = in.readLong();
        read.hasFirstPage = in.readBoolean();
        for (int i = 0; i < read.context.length; i++) {
            read.context[i] = in.readFloat();
        }
        return read;
    }

    private int sinksOnceMoved() {
        return hasFirstPage ? shape.bound().sinks() : 0;
    }
}
