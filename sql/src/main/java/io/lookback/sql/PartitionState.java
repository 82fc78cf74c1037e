package io.lookback.sql;

import io.lookback.flow.RecordScoring;
import io.lookback.memory.RowPage;
import io.lookback.series.Series;
import org.apache.flink.table.api.dataview.MapView;
import org.jspecify.annotations.Nullable;

/** The series of the current partition in Flink's state. */
record PartitionState(MapView<Long, Series> states, MapView<Long, RowPage> pages) implements RecordScoring.State {

    /** Key of the series. */
    static final long ONLY = 0;

    @Override
    public @Nullable Series series() {
        try {
            return states.get(ONLY);
        } catch (Exception e) {
            throw failure("read", e);
        }
    }

    @Override
    public void keep(Series series) {
        try {
            states.put(ONLY, series);
        } catch (Exception e) {
            throw failure("written", e);
        }
    }

    @Override
    public @Nullable RowPage page(long number) {
        try {
            return pages.get(number);
        } catch (Exception e) {
            throw failure("read", e);
        }
    }

    @Override
    public void keep(long number, RowPage page) {
        try {
            pages.put(number, page);
        } catch (Exception e) {
            throw failure("written", e);
        }
    }

    @Override
    public void remove(long number) {
        try {
            pages.remove(number);
        } catch (Exception e) {
            throw failure("removed", e);
        }
    }

    @Override
    public void clear() {
        states.clear();
        pages.clear();
    }

    private static IllegalStateException failure(String what, Exception cause) {
        return new IllegalStateException("The state of a series cannot be " + what, cause);
    }
}
