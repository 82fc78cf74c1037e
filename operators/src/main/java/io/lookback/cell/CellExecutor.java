package io.lookback.cell;

import io.lookback.event.AttendedStep;
import io.lookback.memory.Memory;
import io.lookback.memory.RowPages;
import io.lookback.onnx.OnnxException;
import java.util.List;
import java.util.Optional;

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
     * @param pages where the memory's rows live, if its shape has rows
     * @return the row's index in this wave
     */
    int add(float[] input, Memory memory, RowPages pages);

    /** @throws io.lookback.onnx.OnnxException if the model fails: no row of the wave has an outcome then */
    void run();

    /**
     * After a {@link #run} that failed: runs the rows in parts, down to one by one. A row for which the model fails even so
     * expects what is not a number, and so is what its memory would become.
     *
     * @return the first failure of a row by itself; empty if there was none
     */
    Optional<OnnxException> runApart();

    /** Rows of the wave. */
    int rows();

    /** What the cell expects of the row's channel next. */
    Prediction prediction(int row);

    /** Whether what the step makes of the row's memory is finite numbers; if not, the memory must not {@link #advance}. */
    boolean finite(int row);

    /** The {@code most} past steps with the largest weights, largest first; none for cells without attention. */
    List<AttendedStep> attended(int row, int most);

    /**
     * Writes the memory as it is after the step.
     *
     * @param time event time of the step, ms
     */
    void advance(int row, Memory memory, RowPages pages, long time);

    void clear();

    /** Forgets the rows of memories that are cached: somebody else may have advanced them. Between two waves. */
    void forget();

    @Override
    void close();
}
