package io.lookback.training.example;

import io.lookback.normalize.CellInput;
import java.util.Arrays;

/**
 * Equally long stretches of several series: inputs {@code [rows, length, features]}, targets {@code [rows, length]}, and
 * the normalized values before each stretch {@code [rows, BEFORE]}, zeros where the series had not begun.
 */
public final class Batch {

    /** Values before a stretch that it carries along. */
    public static final int BEFORE = 255;

    private final int rows;
    private final int length;
    private final float[] inputs;
    private final float[] targets;
    private final float[] before;

    Batch(int rows, int length) {
        this.rows = rows;
        this.length = length;
        this.inputs = new float[rows * length * CellInput.SIZE];
        this.targets = new float[rows * length];
        this.before = new float[rows * BEFORE];
    }

    public int rows() {
        return rows;
    }

    public int length() {
        return length;
    }

    /** Flat {@code [rows, length, features]}; not to be written to. */
    public float[] inputs() {
        return inputs;
    }

    /** Flat {@code [rows, length]}; not to be written to. */
    public float[] targets() {
        return targets;
    }

    /** Flat {@code [rows, BEFORE]}, oldest first; not to be written to. */
    public float[] before() {
        return before;
    }

    /** The inputs {@code [features]} of one row's step. */
    public float[] input(int row, int step) {
        int from = (row * length + step) * CellInput.SIZE;
        return Arrays.copyOfRange(inputs, from, from + CellInput.SIZE);
    }

    void fill(int row, float[] fromInputs, float[] fromTargets, int from) {
        int width = length * CellInput.SIZE;
        System.arraycopy(fromInputs, from * CellInput.SIZE, inputs, row * width, width);
        System.arraycopy(fromTargets, from, targets, row * length, length);
        for (int back = 1; back <= Math.min(BEFORE, from); back++) {
            before[(row + 1) * BEFORE - back] = fromInputs[(from - back) * CellInput.SIZE + CellInput.Y];
        }
    }
}
