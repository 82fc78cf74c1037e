package io.lookback.flow;

import io.lookback.cell.CacheStats;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import io.lookback.series.ForecastRequests;
import io.lookback.series.Lookahead;
import io.lookback.series.ModelPool;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesSpec;
import io.lookback.series.SeriesStore;
import io.lookback.series.StepOutput;
import io.lookback.series.WaveRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.streaming.api.operators.TimerSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one series live through records as a job would, and tells what it takes then, by the serializers that write
 * checkpoints. Records that wait for order are not among it. On the processor, wherever the job's cells run. One thread;
 * closes its cells.
 */
public final class SeriesLife implements AutoCloseable {

    private static final int TIMERS_OF_A_SERIES = 2;
    private static final MapSerializer<Long, RowPage> PAGES =
            new MapSerializer<>(LongSerializer.INSTANCE, RowPageSerializer.INSTANCE);
    private static final TimerSerializer<String, VoidNamespace> TIMERS =
            new TimerSerializer<>(StringSerializer.INSTANCE, VoidNamespaceSerializer.INSTANCE);

    private final List<CacheStats> caches = new ArrayList<>();
    private final SeriesSerializer serializer;
    private final ModelPool modelPool;
    private final Optional<Lookahead> lookahead;
    private final WaveRunner runner;
    private final Store store;

    /** Loads the models. */
    public SeriesLife(FlowSpec spec) {
        this(spec, new Nowhere());
    }

    /** Loads the models. */
    public SeriesLife(FlowSpec spec, StepOutput output) {
        SeriesSpec series = spec.series();
        SeriesLayout layout = series.layout();
        layout.cells().forEach(cell -> caches.add(new CacheStats()));
        this.serializer = new SeriesSerializer(layout);
        this.store = new Store(layout);
        this.modelPool = new ModelPool(series, spec.onProcessor().options(), caches);
        this.lookahead = spec.horizon().horizon() > 0
                ? Optional.of(SeriesLife.lookahead(spec, series, layout))
                : Optional.empty();
        this.runner = new WaveRunner(series, modelPool, store, output, (name, time) -> 1, lookahead);
    }

    private static Lookahead lookahead(FlowSpec spec, SeriesSpec series, SeriesLayout layout) {
        List<CacheStats> stats =
                layout.cells().stream().map(cell -> new CacheStats()).toList();
        return new Lookahead(
                spec.horizon(),
                series,
                new ModelPool(series, spec.onProcessor().options(), stats),
                ForecastRequests.NONE);
    }

    /** @param observation of the same series as those before, and later than those */
    public void live(Observation observation) {
        runner.run(List.of(observation));
    }

    /** Bytes that the series takes in a full checkpoint of heap state: its state, its rows, its timers. */
    public long checkpointBytes() {
        DataOutputSerializer out = new DataOutputSerializer(1 << 16);
        try {
            String key = store.current().observation().series();
            write(key, serializer, store.current().series(), out);
            for (Map<Long, RowPage> pages : store.pages) {
                if (!pages.isEmpty()) {
                    write(key, PAGES, pages, out);
                }
            }
            for (int timer = 0; timer < TIMERS_OF_A_SERIES; timer++) {
                TIMERS.serialize(new TimerHeapInternalTimer<>(0, key, VoidNamespace.INSTANCE), out);
            }
            return out.length();
        } catch (IOException e) {
            throw new UncheckedIOException("A series could not be written in memory", e);
        }
    }

    /** Native bytes that each cell's cache holds for the series. */
    public List<Long> cacheBytes() {
        return caches.stream().map(CacheStats::bytes).toList();
    }

    /** The series once more, sharing nothing with it, as heap state holds it: to see what it takes there. */
    public Object copy() {
        List<Map<Long, RowPage>> pages = new ArrayList<>();
        store.pages.forEach(cell -> pages.add(deep(cell)));
        return new Copy(serializer.copy(store.current().series()), pages);
    }

    @Override
    public void close() {
        lookahead.ifPresent(Lookahead::close);
        modelPool.close();
    }

    private static Map<Long, RowPage> deep(Map<Long, RowPage> pages) {
        Map<Long, RowPage> copy = new HashMap<>();
        pages.forEach((number, page) -> copy.put(number, page.copy()));
        return copy;
    }

    private static <T> void write(String key, TypeSerializer<T> serializer, T value, DataOutputSerializer out)
            throws IOException {
        VoidNamespaceSerializer.INSTANCE.serialize(VoidNamespace.INSTANCE, out);
        StringSerializer.INSTANCE.serialize(key, out);
        serializer.serialize(value, out);
    }

    /** One series and its rows. */
    private static final class Store implements SeriesStore {

        private final SeriesLayout layout;
        private final List<Map<Long, RowPage>> pages = new ArrayList<>();
        private @Nullable Entry entry;

        private Store(SeriesLayout layout) {
            this.layout = layout;
            layout.cells().forEach(cell -> pages.add(new HashMap<>()));
        }

        @Override
        public Series load(Observation observation, SeriesLayout wanted) {
            return entry == null ? Series.fresh(observation.features(), layout) : entry.series();
        }

        @Override
        public RowPages rows(String key, SeriesLayout.CellLayout cell, int channel) {
            return new Rows(pages.get(layout.cells().indexOf(cell)), channel);
        }

        @Override
        public void save(Observation observation, Series series) {
            entry = new Entry(observation, series);
        }

        private Entry current() {
            if (entry == null) {
                throw new IllegalStateException("The series had no record yet");
            }
            return entry;
        }
    }

    private record Copy(Series series, List<Map<Long, RowPage>> pages) {}

    private record Entry(Observation observation, Series series) {}

    /** Under the keys that keyed state has. */
    private record Rows(Map<Long, RowPage> pages, int channel) implements RowPages {

        @Override
        public Object owner() {
            return channel;
        }

        @Override
        public @Nullable RowPage read(long page) {
            return pages.get(KeyedRows.key(channel, page));
        }

        @Override
        public void write(long page, RowPage rows) {
            pages.put(KeyedRows.key(channel, page), rows);
        }

        @Override
        public void remove(long page) {
            pages.remove(KeyedRows.key(channel, page));
        }
    }

    private static final class Nowhere implements StepOutput {

        @Override
        public void score(Score score) {}

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public void reject(Rejection rejection) {
            throw new IllegalArgumentException("The series cannot take its record: " + rejection.message());
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
