package io.lookback.cell;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rows of the memories that were stepped last, ready for the graph to read in place. Bounded in bytes: the memory
 * that was stepped longest ago leaves first. Everything here is also in keyed state, so nothing is lost with an entry.
 */
final class HotRows<E extends HotRows.Entry> {

    private final long maxBytes;
    private final CacheStats stats;
    private final LinkedHashMap<Object, E> entries = new LinkedHashMap<>(16, 0.75f, true);

    HotRows(long maxBytes, CacheStats stats) {
        this.maxBytes = maxBytes;
        this.stats = stats;
    }

    /** The rows of one memory. */
    interface Entry {

        /** Rows that the memory had taken in when these were current. */
        long length();

        /** Native and heap memory of the rows. */
        long bytes();
    }

    /** The owner's rows if they are those of a memory of that length, else what the loader reads out of state. */
    E current(Object owner, long length, Supplier<E> loader) {
        E known = entries.get(owner);
        if (known != null && known.length() == length) {
            stats.hit();
            return known;
        }
        stats.miss();
        E loaded = loader.get();
        keep(owner, loaded, known == null ? 0 : known.bytes());
        return loaded;
    }

    /** Accounts for an entry that grew, and keeps it if it had left meanwhile. */
    void resized(Object owner, E entry, long bytesBefore) {
        if (entry.bytes() != bytesBefore) {
            keep(owner, entry, entries.get(owner) == entry ? bytesBefore : 0);
        }
    }

    void clear() {
        entries.values().forEach(entry -> stats.grow(-entry.bytes()));
        entries.clear();
    }

    private void keep(Object owner, E entry, long bytesBefore) {
        entries.put(owner, entry);
        stats.grow(entry.bytes() - bytesBefore);
        Iterator<Map.Entry<Object, E>> eldest = entries.entrySet().iterator();
        while (stats.bytes() > maxBytes && entries.size() > 1) {
            Map.Entry<Object, E> leaving = eldest.next();
            if (leaving.getValue() != entry) {
                eldest.remove();
                stats.evict(leaving.getValue().bytes());
            }
        }
    }
}
