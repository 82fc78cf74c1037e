package io.lookback.memory;

import java.io.DataOutput;
import java.io.IOException;

/**
 * What one channel remembers for one cell between two steps. Mutable; owned by its series, advanced by the executor of
 * its shape.
 */
public sealed interface Memory permits FixedVector {

    MemoryShape shape();

    void write(DataOutput out) throws IOException;
}
