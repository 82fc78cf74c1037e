package io.lookback.memory;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Some consecutive rows of a memory, each with the event time of its step. Never changed: appending makes a new page, so
 * a checkpoint that is being written can share it.
 *
 * <p>A page and those that it grew from lie in the same arrays, each seeing its own first rows, as long as the newest is
 * the one that grows: so appending copies a row and not the page. Pages of one memory are appended to by one thread;
 * any may read.
 */
public final class RowPage {

    public static final RowPage EMPTY = wrap(new float[0], new long[0]);

    private final Rows rows;
    private final int size;
    private final int floats;

    private RowPage(Rows rows, int size, int floats) {
        this.rows = rows;
        this.size = size;
        this.floats = floats;
    }

    /**
     * Takes the arrays over.
     *
     * @param rows {@code [n, D]}
     * @param times {@code [n]}, event-time ms
     */
    public static RowPage wrap(float[] rows, long[] times) {
        return new RowPage(new Rows(rows, times), times.length, rows.length);
    }

    public RowPage append(float[] source, int from, int length, long time) {
        Rows target = rows.used == size && size < rows.times.length && floats + length <= rows.values.length
                ? rows
                : larger(length);
        System.arraycopy(source, from, target.values, floats, length);
        target.times[size] = time;
        target.used = size + 1;
        return new RowPage(target, size + 1, floats + length);
    }

    /** Twice as large; a page of one row has no room for more, since windows keep such pages. */
    private Rows larger(int length) {
        float[] values = new float[Math.max(2 * floats, floats + length)];
        System.arraycopy(rows.values, 0, values, 0, floats);
        long[] times = new long[Math.max(2 * size, 1)];
        System.arraycopy(rows.times, 0, times, 0, size);
        return new Rows(values, times);
    }

    /** With arrays of its own. */
    public RowPage copy() {
        return wrap(Arrays.copyOf(rows.values, floats), Arrays.copyOf(rows.times, size));
    }

    /** Number of rows. */
    public int size() {
        return size;
    }

    /** {@code [n, D]}, to read only. */
    public FloatBuffer rows() {
        return FloatBuffer.wrap(rows.values, 0, floats);
    }

    /** {@code [n]}, to read only. */
    public LongBuffer times() {
        return LongBuffer.wrap(rows.times, 0, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowPage that
                && Arrays.equals(rows.values, 0, floats, that.rows.values, 0, that.floats)
                && times().equals(that.times());
    }

    @Override
    public int hashCode() {
        return 31 * rows().hashCode() + times().hashCode();
    }

    /** What pages share. */
    private static final class Rows {

        private final float[] values;
        private final long[] times;
        /** Rows of the page that may grow in place. */
        private int used;

        Rows(float[] values, long[] times) {
            this.values = values;
            this.times = times;
            this.used = times.length;
        }
    }
}
