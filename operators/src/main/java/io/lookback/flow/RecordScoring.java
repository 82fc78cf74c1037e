package io.lookback.flow;

import io.lookback.cell.CacheStats;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.ScoredRecord;
import io.lookback.memory.RowPage;
import io.lookback.memory.RowPages;
import io.lookback.series.ModelPool;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesLayout.CellLayout;
import io.lookback.series.SeriesStore;
import io.lookback.series.StepOutput;
import io.lookback.series.WaveRunner;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Scores one record at a time for a caller that keeps the state of the series itself, as a function of SQL does: waves of
 * one, by the classes that score in {@link SequenceOperator}. Without order, silence, limits or timers, which are the
 * operator's. One thread; the owner closes it.
 */
public final class RecordScoring implements AutoCloseable {

    /** Above the bits of a page and of a channel, see {@link KeyedRows#key}. */
    private static final int CELL_BITS = 52;

    private final LoadedFlow flow;
    private final SeriesLayout layout;
    private final SeriesSerializer serializer;
    private final ModelPool modelPool;
    private final WaveRunner runner;
    private final Store store = new Store();
    private final Outcome outcome = new Outcome();

    /** @param models of which {@link Models#flow} opens the executors here */
    private RecordScoring(Models models) {
        this.flow = models.flow;
        this.layout = flow.series().layout();
        this.serializer = new SeriesSerializer(layout);
        List<CacheStats> caches =
                layout.cells().stream().map(cell -> new CacheStats()).toList();
        this.modelPool = new ModelPool(flow.series(), flow.options(), caches);
        this.runner = new WaveRunner(flow.series(), modelPool, store, outcome, (name, time) -> 1);
    }

    /** What the caller keeps of the series of the current key. */
    public interface State {

        @Nullable Series series();

        void keep(Series series);

        /** Rows of the past, by a number. */
        @Nullable RowPage page(long number);

        void keep(long number, RowPage page);

        void remove(long number);

        /** Forgets the series and all of its pages. */
        void clear();
    }

    /** Settings whose models were loaded and checked, to travel to where records are scored. */
    public static final class Models implements Serializable {

        private static final long serialVersionUID = 1L;

        private final LoadedFlow flow;

        private Models(LoadedFlow flow) {
            this.flow = flow;
        }

        /** @throws IllegalArgumentException if a model does not fit its cell */
        public static Models load(FlowSpec spec) {
            return new Models(LoadedFlow.of(spec.toBuilder()
                    .wave(new WaveSpec(1, spec.wave().deadline()))
                    .build()));
        }

        public RecordScoring open() {
            return new RecordScoring(this);
        }

        /** Writes series into state. */
        public TypeSerializer<Series> series() {
            return new SeriesSerializer(flow.series().layout());
        }
    }

    /** Writes whole series into state, whatever their cells. */
    public static TypeSerializer<KeptSeries> whole() {
        return new KeptSeriesSerializer(new SeriesSerializer(new SeriesLayout(List.of(), DetectionSpec.DEFAULT)));
    }

    /** Writes pages of rows into state. */
    public static TypeSerializer<RowPage> pages() {
        return RowPageSerializer.INSTANCE;
    }

    /**
     * Takes the next record of a series.
     *
     * @return what became of it; empty if the settings let it go without a trace
     */
    public Optional<Result> score(Observation observation, State state) {
        store.state = state;
        outcome.result = null;
        runner.run(List.of(observation));
        return Optional.ofNullable(outcome.result);
    }

    /** Ends the alert of a series that is forgotten, if one is open. */
    public Optional<Alert> end(String name, Series series) {
        Series current = serializer.current(series);
        return current.detector()
                .endAlert(name, current.features())
                .or(() -> current.endSilence(name, current.silence().seen(), Long.MIN_VALUE));
    }

    /** What became of a record: one of the two. */
    public record Result(
            @Nullable ScoredRecord record, @Nullable Rejection rejection) {}

    @Override
    public void close() {
        modelPool.close();
    }

    static ScoredRecord record(Observation observation, Score score, List<Alert> changes, Optional<String> open) {
        Score whole = new Score(
                observation,
                score.score(),
                score.severity(),
                score.anomaly(),
                score.status(),
                score.confidence(),
                score.features(),
                score.flags(),
                score.model(),
                score.attention());
        String ended =
                changes.isEmpty() ? null : changes.get(changes.size() - 1).id();
        return new ScoredRecord(whole, open.orElse(ended), changes);
    }

    private final class Store implements SeriesStore {

        private @Nullable State state;

        @Override
        public Series load(Observation observation, SeriesLayout wanted) {
            Series known = current().series();
            if (known == null) {
                return Series.fresh(observation.features(), wanted);
            }
            if (known.layout().equals(wanted)) {
                return known;
            }
            if (!known.layout().cells().equals(wanted.cells())) {
                current().clear();
                return Series.fresh(observation.features(), wanted);
            }
            return serializer.under(known, wanted);
        }

        @Override
        public RowPages rows(String key, CellLayout cell, int channel) {
            return new Pages(this, layout.cells().indexOf(cell), key, channel);
        }

        @Override
        public void save(Observation observation, Series series) {
            current().keep(series);
        }

        private State current() {
            if (state == null) {
                throw new IllegalStateException("No record was given yet");
            }
            return state;
        }
    }

    /** Caches of cells know a channel by its owner. */
    private record Owner(String series, int channel) {}

    private record Pages(Store store, int cell, String series, int channel) implements RowPages {

        @Override
        public Object owner() {
            return new Owner(series, channel);
        }

        @Override
        public @Nullable RowPage read(long page) {
            return store.current().page(number(page));
        }

        @Override
        public void write(long page, RowPage rows) {
            store.current().keep(number(page), rows);
        }

        @Override
        public void remove(long page) {
            store.current().remove(number(page));
        }

        private long number(long page) {
            return ((long) cell << CELL_BITS) | KeyedRows.key(channel, page);
        }
    }

    private static final class Outcome implements StepOutput {

        private @Nullable Result result;

        @Override
        public void score(Score score) {}

        @Override
        public void alert(Alert alert, long time) {}

        @Override
        public boolean collectsRecords() {
            return true;
        }

        @Override
        public void completed(Observation observation, Score score, List<Alert> changes, Optional<String> open) {
            result = new Result(record(observation, score, changes, open), null);
        }

        @Override
        public void reject(Rejection rejection) {
            result = new Result(null, rejection);
        }

        @Override
        public void drop(Rejection.Reason reason) {}
    }
}
