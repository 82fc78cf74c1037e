package io.lookback.cell;

import io.lookback.memory.Memory;

/**
 * Advances many memories by one step in few calls. A wave goes: {@link #add} each row, {@link #run} once, read
 * {@link #prediction} and {@link #advance} each memory, {@link #clear}. One thread; the owner closes it.
 */
public interface CellExecutor extends AutoCloseable {

    /**
     * Adds one row to the wave.
     *
     * @param input {@code [F]}, copied
     * @param memory read now, not changed before {@link #advance}
     * @return the row's index in this wave
     */
    int add(float[] input, Memory memory);

    void run();

    /** What the cell expects of the row's channel next. */
    Prediction prediction(int row);

    /** Writes the memory as it is after the step. */
    void advance(int row, Memory memory);

    void clear();

    @Override
    void close();
}
