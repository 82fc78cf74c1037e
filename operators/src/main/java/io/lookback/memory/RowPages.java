package io.lookback.memory;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of one memory live: a map of pages in keyed state. A step reads what is not cached and writes one page,
 * whatever the length of the memory.
 */
public interface RowPages {

    /** The same for all steps of one memory, and different from every other memory of the cell. */
    Object owner();

    @Nullable RowPage read(long page);

    void write(long page, RowPage rows);

    void remove(long page);
}
