package io.lookback.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Row pages in a map, counting what a state backend would write. */
public final class PagesInMemory implements RowPages {

    private final Map<Long, RowPage> pages = new HashMap<>();
    private long floatsWritten;

    @Override
    public Object owner() {
        return this;
    }

    @Override
    public @Nullable RowPage read(long page) {
        return pages.get(page);
    }

    @Override
    public void write(long page, RowPage rows) {
        floatsWritten += rows.rows().limit();
        pages.put(page, rows);
    }

    @Override
    public void remove(long page) {
        pages.remove(page);
    }

    public int size() {
        return pages.size();
    }

    public Set<Long> numbers() {
        return Set.copyOf(pages.keySet());
    }

    /** Since the last call. */
    public long floatsWritten() {
        long written = floatsWritten;
        floatsWritten = 0;
        return written;
    }
}
