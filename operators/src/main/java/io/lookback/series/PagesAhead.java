package io.lookback.series;

import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a memory that is rolled forward: what it writes stays here, and the rows that are there are only read. */
final class PagesAhead implements RowPages {

    private final RowPages there;
    private final Map<Long, RowPage> written = new HashMap<>();

    PagesAhead(RowPages there) {
        this.there = there;
    }

    @Override
    public Object owner() {
        return there.owner();
    }

    @Override
    public @Nullable RowPage read(long page) {
        RowPage own = written.get(page);
        return own == null ? there.read(page) : own;
    }

    @Override
    public void write(long page, RowPage rows) {
        written.put(page, rows);
    }

    @Override
    public void remove(long page) {
        // No page that has left is read again.
    }
}
