package io.lookback.memory;

import java.io.DataInput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.function.Function;

/** Kind and size of a memory: enough to make a fresh one and to read a stored one. */
public sealed interface MemoryShape extends Serializable {

    Memory fresh();

    /** Reads what {@link Memory#write} wrote for a memory of this shape. */
    Memory read(DataInput in) throws IOException;

    /** Two memories with the same signature can stand for each other, whatever model they were made for. */
    String signature();

    /**
     * The shape that a signature names.
     *
     * @param bound of a history, which its signature leaves out
     * @throws IllegalArgumentException if there is no such shape
     */
    static MemoryShape parse(String signature, HistoryBound bound) {
        String[] parts = signature.split("-", -1);
        return switch (parts[0] + '/' + (parts.length - 1)) {
            case "vector/1" -> new Vector(Integer.parseInt(parts[1]));
            case "history/2" -> new History(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), bound);
            case "window/2" -> new Window(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), false);
            case "slots/2" -> new Window(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), true);
            default ->
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "'%s' names no memory: there are vector-M, history-C-D, window-W-D and slots-W-D",
                        signature));
        };
    }

    /** One function per shape: a new shape breaks the compile wherever shapes are told apart. */
    <R> R match(Function<Vector, R> vector, Function<History, R> history, Function<Window, R> window);

    /** Bytes of state that one memory takes in a checkpoint. */
    int bytes();

    /**
     * A vector of constant length, overwritten at each step: LSTM, GRU, state-space cells.
     *
     * @param size number of floats, M
     */
    record Vector(int size) implements MemoryShape {

        public Vector {
            if (size < 1 || size > 1 << 16) {
                throw new IllegalArgumentException("A memory vector holds 1 to 65536 floats, found " + size);
            }
        }

        @Override
        public FixedVector fresh() {
            return new FixedVector(new float[size]);
        }

        @Override
        public FixedVector read(DataInput in) throws IOException {
            return FixedVector.read(in, size);
        }

        @Override
        public String signature() {
            return "vector-" + size;
        }

        @Override
        public <R> R match(Function<Vector, R> vector, Function<History, R> history, Function<Window, R> window) {
            return vector.apply(this);
        }

        @Override
        public int bytes() {
            return 1 + Float.BYTES * size;
        }
    }

    /**
     * All past steps up to a bound, and a context vector: incremental self-attention.
     *
     * @param context number of floats of the context vector, C
     * @param row number of floats of one step's row, D
     */
    record History(int context, int row, HistoryBound bound) implements MemoryShape {

        public History within(HistoryBound other) {
            return new History(context, row, other);
        }

        @Override
        public PagedHistory fresh() {
            return new PagedHistory(this, new float[context]);
        }

        @Override
        public PagedHistory read(DataInput in) throws IOException {
            return PagedHistory.read(in, this);
        }

        @Override
        public String signature() {
            return "history-" + context + '-' + row;
        }

        @Override
        public <R> R match(Function<Vector, R> vector, Function<History, R> history, Function<Window, R> window) {
            return history.apply(this);
        }

        @Override
        public int bytes() {
            return 1 + 2 * Long.BYTES + 1 + Float.BYTES * context;
        }
    }

    /**
     * Rows of some steps: the last ones for windowed local attention, or those that the cell chose to keep.
     *
     * @param width number of rows, W
     * @param row number of floats of one step's row, D
     * @param chosen whether the cell chooses the slot that each step overwrites
     */
    record Window(int width, int row, boolean chosen) implements MemoryShape {

        @Override
        public RingWindow fresh() {
            return new RingWindow(this);
        }

        @Override
        public RingWindow read(DataInput in) throws IOException {
            return RingWindow.read(in, this);
        }

        @Override
        public String signature() {
            return (chosen ? "slots-" : "window-") + width + '-' + row;
        }

        @Override
        public <R> R match(Function<Vector, R> vector, Function<History, R> history, Function<Window, R> window) {
            return window.apply(this);
        }

        @Override
        public int bytes() {
            return 1 + Long.BYTES * (1 + (chosen ? width : 0));
        }
    }
}
