package io.lookback.training.example;

import io.lookback.normalise.CellInput;
import java.util.Arrays;

/** Equally long stretches of several series: inputs {@code [rows, length, features]}, targets {@code [rows, length]}. */
public final class Batch {

    private final int rows;
    private final int length;
    private final float[] inputs;
    private final float[] targets;

    Batch(int rows, int length) {
        this.rows = rows;
        this.length = length;
        this.inputs = new float[rows * length * CellInput.SIZE];
        this.targets = new float[rows * length];
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

    /** The inputs {@code [features]} of one row's step. */
    public float[] input(int row, int step) {
        int from = (row * length + step) * CellInput.SIZE;
        return Arrays.copyOfRange(inputs, from, from + CellInput.SIZE);
    }

    void fill(int row, float[] fromInputs, float[] fromTargets, int from) {
        int width = length * CellInput.SIZE;
        System.arraycopy(fromInputs, from * CellInput.SIZE, inputs, row * width, width);
        System.arraycopy(fromTargets, from, targets, row * length, length);
    }
}
