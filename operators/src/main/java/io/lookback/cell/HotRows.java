package io.lookback.cell;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the memories that were stepped last, ready for the graph to read in place. Bounded in bytes: the memory
 * that was stepped longest ago leaves first. Everything here is also in keyed state, so nothing is lost with an entry.
 */
final class HotRows<E> {

    private final long maxBytes;
    private final ToLongFunction<E> size;
    private final CacheStats stats;
    private final LinkedHashMap<Object, E> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** @param size bytes of an entry, constant between two calls of {@link #put} */
    HotRows(long maxBytes, ToLongFunction<E> size, CacheStats stats) {
        this.maxBytes = maxBytes;
        this.size = size;
        this.stats = stats;
    }

    @Nullable E get(Object owner) {
        return entries.get(owner);
    }

    /** Adds or replaces an entry, and takes out others until the bound holds again. */
    void put(Object owner, E entry, long bytesBefore) {
        entries.put(owner, entry);
        stats.grow(size.applyAsLong(entry) - bytesBefore);
        Iterator<Map.Entry<Object, E>> eldest = entries.entrySet().iterator();
        while (stats.bytes() > maxBytes && entries.size() > 1) {
            Map.Entry<Object, E> leaving = eldest.next();
            if (leaving.getValue() != entry) {
                eldest.remove();
                stats.evict(size.applyAsLong(leaving.getValue()));
            }
        }
    }
}
