package io.lookback.memory;

import java.io.DataOutput;
import java.io.IOException;

/**
 * What one channel remembers for one cell between two steps. Mutable; owned by its series, advanced by the executor of
 * its shape. A memory whose rows grow keeps them in {@link RowPages} and only its head here.
 */
public sealed interface Memory permits FixedVector, PagedHistory, RingWindow {

    MemoryShape shape();

    /** Rows held in {@link RowPages}; 0 for a memory that is its head alone. */
    int rows();

    /** Lets go of the rows, because the memory is given up. */
    void drop(RowPages pages);

    /** The same head once more, sharing nothing that changes; of the same rows. */
    Memory copy();

    void write(DataOutput out) throws IOException;
}
