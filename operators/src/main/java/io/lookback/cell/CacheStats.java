package io.lookback.cell;

/** What the hot-history cache of one cell and subtask did. Written by the subtask's thread, read by any. */
public final class CacheStats {

    private volatile long hits;
    private volatile long misses;
    private volatile long evictions;
    private volatile long bytes;

    public long hits() {
        return hits;
    }

    public long misses() {
        return misses;
    }

    public long evictions() {
        return evictions;
    }

    /** Native bytes held now. */
    public long bytes() {
        return bytes;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void hit() {
        hits++;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void miss() {
        misses++;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void evict(long released) {
        evictions++;
        bytes -= released;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void grow(long added) {
        bytes += added;
    }
}
