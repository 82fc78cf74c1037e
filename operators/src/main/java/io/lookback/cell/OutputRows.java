package io.lookback.cell;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The rows that a wave's calls have put out so far, {@code [rows, width]}, copied out of the calls' buffers. */
final class OutputRows {

    /** The bits of a float but its sign: as whole numbers they are in the order of magnitude, infinity and NaN last. */
    private static final int MAGNITUDE = 0x7fff_ffff;

    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final int width;
    private float[] values = new float[0];

    OutputRows(int width) {
        this.width = width;
    }

    void take(FloatBuffer source, int sourceRow, int row) {
        reserve(row + 1);
        source.get(sourceRow * width, values, row * width, width);
    }

    void takeAll(FloatBuffer source, int rows, int firstRow) {
        reserve(firstRow + rows);
        source.get(0, values, firstRow * width, rows * width);
    }

    float at(int row, int column) {
        return values[row * width + column];
    }

    /** Whether every value of the row is a finite number. */
    boolean finite(int row) {
        int largest = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & MAGNITUDE);
        }
        return largest < INFINITE;
    }

    /** Of a row for which the model failed. */
    void fail(int row) {
        reserve(row + 1);
        Arrays.fill(values, row * width, (row + 1) * width, Float.NaN);
    }

    float[] values() {
        return values;
    }

    int offset(int row) {
        return row * width;
    }

    private void reserve(int rows) {
        if (rows * width > values.length) {
            values = Arrays.copyOf(values, Math.max(64, rows * 2) * width);
        }
    }
}
