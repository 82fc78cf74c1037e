package io.lookback.flow;

import io.lookback.memory.RowPage;
import io.lookback.series.Series;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A series with all of its pages in one value, for callers whose state is a single value. Mutable, one owner. */
public final class KeptSeries implements RecordScoring.State {

    private final String name;
    private final Map<Long, RowPage> pages;
    private @Nullable Series series;

    /** @param name that tells the series from all others */
    public KeptSeries(String name) {
        this(name, null, new HashMap<>());
    }

    KeptSeries(String name, @Nullable Series series, Map<Long, RowPage> pages) {
        this.name = name;
        this.series = series;
        this.pages = pages;
    }

    public String name() {
        return name;
    }

    @Override
    public @Nullable Series series() {
        return series;
    }

    @Override
    public void keep(Series kept) {
        series = kept;
    }

    @Override
    public @Nullable RowPage page(long number) {
        return pages.get(number);
    }

    @Override
    public void keep(long number, RowPage page) {
        pages.put(number, page);
    }

    @Override
    public void remove(long number) {
        pages.remove(number);
    }

    @Override
    public void clear() {
        series = null;
        pages.clear();
    }

    Map<Long, RowPage> pages() {
        return pages;
    }
}
