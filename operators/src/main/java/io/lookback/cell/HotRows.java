package io.lookback.cell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Rows of memories, ready for the graph to read in place. Bounded in bytes: where there is no more room, any entry leaves
 * at random. Series mostly come in turn, so the entry that was used longest ago is the very next to be asked for; with
 * random replacement, a cache with room for four fifths of the series hits most of the time. Everything here is also in
 * keyed state, so nothing is lost with an entry.
 */
final class HotRows<E extends HotRows.Entry> {

    private final long maxBytes;
    private final CacheStats stats;
    private final Map<Object, Held<E>> entries = new HashMap<>();
    private final List<Held<E>> inAnyOrder = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);

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
        Held<E> known = entries.get(owner);
        if (known != null && known.entry.length() == length) {
            stats.hit();
            return known.entry;
        }
        stats.miss();
        E loaded = loader.get();
        keep(owner, loaded, known == null ? 0 : known.entry.bytes());
        return loaded;
    }

    /** Accounts for an entry that grew, and keeps it if it had left meanwhile. */
    void resized(Object owner, E entry, long bytesBefore) {
        if (entry.bytes() != bytesBefore) {
            Held<E> known = entries.get(owner);
            keep(owner, entry, known != null && known.entry == entry ? bytesBefore : 0);
        }
    }

    void clear() {
        inAnyOrder.forEach(held -> stats.grow(-held.entry.bytes()));
        inAnyOrder.clear();
        entries.clear();
    }

    private void keep(Object owner, E entry, long bytesBefore) {
        Held<E> kept = entries.get(owner);
        if (kept == null) {
            kept = new Held<>(owner, entry, inAnyOrder.size());
            entries.put(owner, kept);
            inAnyOrder.add(kept);
        }
        kept.entry = entry;
        stats.grow(entry.bytes() - bytesBefore);
        while (stats.bytes() > maxBytes && inAnyOrder.size() > 1) {
            Held<E> leaving = inAnyOrder.get(random.nextInt(inAnyOrder.size()));
            if (leaving != kept) {
                release(leaving);
            }
        }
    }

    private void release(Held<E> leaving) {
        Held<E> last = inAnyOrder.remove(inAnyOrder.size() - 1);
        if (last != leaving) {
            inAnyOrder.set(leaving.place, last);
            last.place = leaving.place;
        }
        entries.remove(leaving.owner);
        stats.evict(leaving.entry.bytes());
    }

    private static final class Held<E> {

        private final Object owner;
        private E entry;
        private int place;

        private Held(Object owner, E entry, int place) {
            this.owner = owner;
            this.entry = entry;
            this.place = place;
        }
    }
}
