package io.lookback.benchmark.history;

/** Where a step's rows come from. */
enum Arm {
    HEAP_HITS("hashmap", true),
    HEAP_MISSES("hashmap", false),
    ROCKSDB_HITS("rocksdb", true),
    ROCKSDB_MISSES("rocksdb", false);

    private static final long ROOM_FOR_ALL = 256L << 20;
    private static final long SMALLEST = 1 << 20;

    private final String backend;
    private final boolean hits;

    Arm(String backend, boolean hits) {
        this.backend = backend;
        this.hits = hits;
    }

    /** Flink's name of the state backend. */
    String backend() {
        return backend;
    }

    /** Whether each step should find its rows in the cache, or none. */
    boolean hits() {
        return hits;
    }

    long cacheBytes() {
        return hits ? ROOM_FOR_ALL : SMALLEST;
    }

    /** The arm that differs by the cache alone. */
    Arm withHits() {
        return this == ROCKSDB_MISSES ? ROCKSDB_HITS : this == HEAP_MISSES ? HEAP_HITS : this;
    }
}
