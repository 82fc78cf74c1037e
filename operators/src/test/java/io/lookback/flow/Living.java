package io.lookback.flow;

import io.lookback.cell.CacheStats;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.memory.MapPages;
import io.lookback.memory.RowPages;
import io.lookback.series.ModelPool;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesStore;
import io.lookback.series.StepOutput;
import io.lookback.series.WaveRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A series that lives through records. */
final class Living implements AutoCloseable, SeriesStore, StepOutput {

    private final ModelPool modelPool;
    private final WaveRunner runner;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, RowPages> pages = new HashMap<>();
    private @Nullable Series series;
    private @Nullable Score last;

    Living(FlowSpec spec) {
        modelPool = new ModelPool(
                spec.series(),
                spec.options(),
                Stream.generate(CacheStats::new)
                        .limit(spec.series().cells().size())
                        .toList());
        runner = new WaveRunner(spec.series(), modelPool, this, this, (name, time) -> 1);
    }

    Score live(Observation observation) {
        runner.run(List.of(observation));
        return Objects.requireNonNull(last);
    }

    /** All changes of alerts so far. */
    List<Alert> alerts() {
        return alerts;
    }

    Series series() {
        return Objects.requireNonNull(series);
    }

    void become(Series other) {
        series = other;
    }

    @Override
    public Series load(Observation observation, SeriesLayout layout) {
        return series == null ? Series.fresh(observation.features(), layout) : series;
    }

    @Override
    public RowPages rows(String key, SeriesLayout.CellLayout cell, int channel) {
        return pages.computeIfAbsent(cell.signature() + channel, name -> new MapPages());
    }

    @Override
    public void save(Observation observation, Series advanced) {
        series = advanced;
    }

    @Override
    public void score(Score score) {
        last = score;
    }

    @Override
    public void alert(Alert alert, long time) {
        alerts.add(alert);
    }

    @Override
    public void reject(Rejection rejection) {
        throw new AssertionError(rejection.message());
    }

    @Override
    public void drop(Rejection.Reason reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void close() {
        modelPool.close();
    }
}
