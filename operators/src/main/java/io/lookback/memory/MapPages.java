package io.lookback.memory;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one memory in a map, for what keeps no state. */
public final class MapPages implements RowPages {

    private final Map<Long, RowPage> pages = new HashMap<>();

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
        pages.put(page, rows);
    }

    @Override
    public void remove(long page) {
        pages.remove(page);
    }
}
