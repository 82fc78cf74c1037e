package io.lookback.memory;

import java.util.Arrays;

/**
 * Some consecutive rows of a memory, each with the event time of its step. Never changed: appending makes a new page, so
 * a checkpoint that is being written can share it.
 */
public final class RowPage {

    public static final RowPage EMPTY = new RowPage(new float[0], new long[0]);

    private final float[] rows;
    private final long[] times;

    private RowPage(float[] rows, long[] times) {
        this.rows = rows;
        this.times = times;
    }

    /**
     * Takes the arrays over.
     *
     * @param rows {@code [n, D]}
     * @param times {@code [n]}, event-time ms
     */
    public static RowPage wrap(float[] rows, long[] times) {
        return new RowPage(rows, times);
    }

    public RowPage append(float[] source, int from, int length, long time) {
        float[] longer = Arrays.copyOf(rows, rows.length + length);
        System.arraycopy(source, from, longer, rows.length, length);
        long[] later = Arrays.copyOf(times, times.length + 1);
        later[times.length] = time;
        return new RowPage(longer, later);
    }

    /** Number of rows. */
    public int size() {
        return times.length;
    }

    /** To read only. */
    public float[] rows() {
        return rows;
    }

    /** To read only. */
    public long[] times() {
        return times;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowPage that && Arrays.equals(rows, that.rows) && Arrays.equals(times, that.times);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rows) + Arrays.hashCode(times);
    }
}
