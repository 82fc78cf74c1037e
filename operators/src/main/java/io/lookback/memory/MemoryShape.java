package io.lookback.memory;

import java.io.DataInput;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Function;

/** Kind and size of a memory: enough to make a fresh one and to read a stored one. */
public sealed interface MemoryShape extends Serializable {

    Memory fresh();

    /** Reads what {@link Memory#write} wrote for a memory of this shape. */
    Memory read(DataInput in) throws IOException;

    /** Two memories with the same signature can stand for each other, whatever model they were made for. */
    String signature();

    /** One function per shape: a new shape breaks the compile wherever shapes are told apart. */
    <R> R match(Function<Vector, R> vector);

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
        public <R> R match(Function<Vector, R> vector) {
            return vector.apply(this);
        }

        @Override
        public int bytes() {
            return 1 + Float.BYTES * size;
        }
    }
}
