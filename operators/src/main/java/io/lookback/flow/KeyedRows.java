package io.lookback.flow;

import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesLayout.CellLayout;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of attention cells in keyed state: a map per cell, from channel and page to the page's rows. A map is named
 * after its cell's model and shape, so rows of another model are never read as this one's.
 */
final class KeyedRows {

    private static final int PAGE_BITS = 40;

    private final AbstractStreamOperator<?> operator;
    private final Map<CellLayout, MapState<Long, RowPage>> pages = new HashMap<>();

    KeyedRows(AbstractStreamOperator<?> operator) {
        this.operator = operator;
    }

    /** Costs nothing for a cell without rows. */
    RowPages of(String series, CellLayout cell, int channel) {
        return cell.keepsRows() ? new Keyed(new Owner(series, channel), state(cell)) : NoRows.INSTANCE;
    }

    /** Forgets the rows of the current key, whose series has that layout. */
    void clear(SeriesLayout layout) {
        for (CellLayout cell : layout.cells()) {
            if (cell.keepsRows()) {
                state(cell).clear();
            }
        }
    }

    /** Forgets the rows of the current key that no cell of its new layout goes on with. */
    void dropAllBut(SeriesLayout kept, SeriesLayout known) {
        for (CellLayout cell : known.cells()) {
            if (cell.keepsRows()
                    && kept.cells().stream()
                            .noneMatch(other -> other.signature().equals(cell.signature()))) {
                state(cell).clear();
            }
        }
    }

    /** Under which a page of a channel's rows is kept. */
    static long key(int channel, long page) {
        return ((long) channel << PAGE_BITS) | page;
    }

    private MapState<Long, RowPage> state(CellLayout cell) {
        return pages.computeIfAbsent(
                cell,
                missing -> operator.getKeyedStateStore()
                        .getMapState(new MapStateDescriptor<>(
                                "rows-" + missing.signature(), LongSerializer.INSTANCE, RowPageSerializer.INSTANCE)));
    }

    /** Of cells whose memory is its head alone. */
    private enum NoRows implements RowPages {
        INSTANCE;

        @Override
        public Object owner() {
            return this;
        }

        @Override
        public @Nullable RowPage read(long page) {
            return null;
        }

        @Override
        public void write(long page, RowPage rows) {
            throw new IllegalStateException("A cell without rows wrote page " + page);
        }

        @Override
        public void remove(long page) {
            throw new IllegalStateException("A cell without rows removed page " + page);
        }
    }

    private record Owner(String series, int channel) {}

    private final class Keyed implements RowPages {

        private final Owner owner;
        private final MapState<Long, RowPage> state;

        private Keyed(Owner owner, MapState<Long, RowPage> state) {
            this.owner = owner;
            this.state = state;
        }

        @Override
        public Object owner() {
            return owner;
        }

        @Override
        public @Nullable RowPage read(long page) {
            try {
                return current().get(KeyedRows.key(owner.channel(), page));
            } catch (Exception e) {
                throw failure("read", page, e);
            }
        }

        @Override
        public void write(long page, RowPage rows) {
            try {
                current().put(KeyedRows.key(owner.channel(), page), rows);
            } catch (Exception e) {
                throw failure("written", page, e);
            }
        }

        @Override
        public void remove(long page) {
            try {
                current().remove(KeyedRows.key(owner.channel(), page));
            } catch (Exception e) {
                throw failure("removed", page, e);
            }
        }

        private MapState<Long, RowPage> current() {
            operator.setCurrentKey(owner.series());
            return state;
        }

        private FlinkRuntimeException failure(String what, long page, Exception cause) {
            return new FlinkRuntimeException(
                    String.format(Locale.ROOT, "Page %d of the rows of %s cannot be %s", page, owner, what), cause);
        }
    }
}
