package io.lookback.flow;

import static io.lookback.event.Rejection.Reason.CONTROL;
import static io.lookback.event.Rejection.Reason.DUPLICATE;
import static io.lookback.event.Rejection.Reason.LATE;
import static io.lookback.event.Rejection.Reason.MISMATCH;
import static io.lookback.event.Rejection.Reason.MODEL;
import static io.lookback.event.Rejection.Reason.SERIES_LIMIT;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.ModelCard;
import io.lookback.control.Announcement;
import io.lookback.control.ControlBook;
import io.lookback.control.ControlChange;
import io.lookback.event.Alert;
import io.lookback.event.Flag;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.onnx.Device;
import io.lookback.series.ModelAssignment;
import io.lookback.series.SeriesLayout.CellLayout;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The operator's metrics, one group, none per series; {@code docs/metrics.md} shows them all. A record costs some plain
 * counters, a wave three histogram updates.
 */
final class SequenceMetrics {

    static final String GROUP = "lookback";

    /** Waves that a histogram remembers. */
    private static final int WINDOW = 1024;

    /** Announced models that get metrics of their own: Flink keeps a metric until the job ends. */
    static final int MOST_ANNOUNCED = 256;

    private static final long NONE_YET = Long.MIN_VALUE;

    private final MetricGroup group;
    private final Counter records;
    private final Counter scores;
    private final Counter anomalies;
    private final Counter alerts;
    private final Counter suppressed;
    private final Counter releasedEarly;
    private final Counter waves;
    private final Counter forecasts;
    private final Counter expired;
    private final Counter evicted;
    private final Counter undeclaredCounters;
    private final Counter modelSwaps;
    private final Counter modelsRefused;
    private final Counter modelsRetired;
    private final Set<String> configured = new HashSet<>();
    private final Map<String, AtomicInteger> announced = new HashMap<>();
    private final Histogram waveSize;
    private final Histogram waveTime;
    private final Histogram scoreLatency;
    private final Map<Flag, Counter> flagged = new EnumMap<>(Flag.class);
    private final RejectionCounters rejections;
    private final RejectionCounters drops;

    private volatile long watermark = NONE_YET;
    private volatile int modelsActive;

    private final String provider;

    /**
     * @param room series that the subtask may keep
     * @param device what the models run on
     * @param clock processing time, ms
     */
    SequenceMetrics(
            MetricGroup parent,
            SeriesCounts counts,
            ControlBook book,
            long room,
            WaveBuffer waveBuffer,
            Device device,
            LongSupplier clock) {
        group = parent.addGroup(GROUP);
        provider = device.provider();
        records = group.counter("numRecords");
        scores = group.counter("numScores");
        anomalies = group.counter("numAnomalies");
        alerts = group.counter("numAlertsOpened");
        suppressed = group.counter("numAlertsSuppressed");
        releasedEarly = group.counter("numRecordsReleasedEarly");
        waves = group.counter("numWaves");
        forecasts = group.counter("numForecasts");
        expired = group.counter("numSeriesExpired");
        evicted = group.counter("numSeriesEvicted");
        undeclaredCounters = group.counter("numUndeclaredCounters");
        modelSwaps = group.counter("numModelSwaps");
        modelsRefused = group.counter("numModelsRefused");
        modelsRetired = group.counter("numModelsRetired");
        flagged.put(Flag.LATE, group.counter("numLateRecords"));
        flagged.put(Flag.DUPLICATE, group.counter("numDuplicateRecords"));
        flagged.put(Flag.MISSING, group.counter("numIncompleteRecords"));
        flagged.put(Flag.GAP, group.counter("numGaps"));
        flagged.put(Flag.FEATURES_GREW, group.counter("numFeaturesGrew"));
        flagged.put(Flag.FEATURES_IGNORED, group.counter("numFeaturesIgnored"));
        flagged.put(Flag.MEMORY_RESET, group.counter("numMemoriesReset"));
        waveSize = group.histogram("waveSize", new DescriptiveStatisticsHistogram(WINDOW));
        waveTime = group.histogram("waveTimeMicros", new DescriptiveStatisticsHistogram(WINDOW));
        scoreLatency = group.histogram("scoreLatencyMicros", new DescriptiveStatisticsHistogram(WINDOW));
        rejections = new RejectionCounters(
                parent, RejectionCounters.REJECTIONS, List.of(LATE, DUPLICATE, MISMATCH, SERIES_LIMIT, CONTROL, MODEL));
        drops = new RejectionCounters(parent, "numDrops", List.of(LATE, DUPLICATE));
        gauge("seriesActive", counts::series);
        gauge("seriesLimit", () -> room);
        gauge("seriesWarming", counts::warming);
        gauge("seriesStale", counts::stale);
        gauge("seriesSilent", counts::silences);
        gauge("alertsOpen", counts::alertsOpen);
        gauge("rulesActive", book::rules);
        gauge("labelsActive", book::labels);
        gauge("modelsActive", () -> modelsActive);
        gauge("recordsWaiting", counts::waiting);
        gauge("recordsParked", waveBuffer::size);
        gauge("watermarkLagMillis", () -> lag(clock));
        gauge("deviceCalls", () -> device.load().calls());
        gauge("deviceRuns", () -> device.load().runs());
        gauge("deviceRows", () -> device.load().rows());
        gauge("deviceWaiting", () -> device.load().waiting());
    }

    /** @param silent whether the whole input is, as far as this subtask says so */
    void inputSilent(BooleanSupplier silent) {
        gauge("inputSilent", () -> silent.getAsBoolean() ? 1 : 0);
    }

    /** Registers what is to be known of each cell; returns what its row cache reports to. */
    List<CacheStats> cells(List<Cell> cells, SeriesCounts counts) {
        CacheStats[] caches = new CacheStats[cells.size()];
        for (int cell = 0; cell < caches.length; cell++) {
            int index = cell;
            caches[cell] = cell(cells.get(cell), () -> counts.rows(index));
        }
        return List.of(caches);
    }

    private CacheStats cell(Cell cell, LongSupplier rows) {
        configured.add(cell.card().qualifiedName());
        MetricGroup model = model(cell, () -> 1);
        CacheStats stats = new CacheStats();
        if (CellLayout.of(cell).keepsRows()) {
            model.gauge("historyRows", (Gauge<Long>) rows::getAsLong);
            model.gauge("cacheHits", stats::hits);
            model.gauge("cacheMisses", stats::misses);
            model.gauge("cacheEvictions", stats::evictions);
            model.gauge("cacheBytes", stats::bytes);
        }
        return stats;
    }

    private MetricGroup model(Cell cell, Gauge<Integer> runs) {
        ModelCard card = cell.card();
        MetricGroup model = group.addGroup("model", card.qualifiedName());
        model.addGroup("cell", card.cell())
                .addGroup("version", card.version())
                .addGroup("provider", provider)
                .gauge("info", runs);
        return model;
    }

    /** These models take the place of configured ones from now on, and no others. */
    void assigned(List<ModelAssignment> assignments) {
        modelsActive = assignments.size();
        announced.values().forEach(runs -> runs.set(0));
        for (ModelAssignment assignment : assignments) {
            Cell cell = assignment.cell();
            String name = cell.card().qualifiedName();
            if (announced.size() < MOST_ANNOUNCED || announced.containsKey(name)) {
                announced.computeIfAbsent(name, missing -> announce(cell)).set(1);
            }
        }
    }

    void modelsSwapped() {
        modelSwaps.inc();
    }

    private AtomicInteger announce(Cell cell) {
        AtomicInteger runs = new AtomicInteger();
        if (!configured.contains(cell.card().qualifiedName())) {
            model(cell, runs::get);
        }
        return runs;
    }

    void modelRetired() {
        modelsRetired.inc();
    }

    void refusal(ControlChange change) {
        if (change.entry() instanceof Announcement) {
            modelsRefused.inc();
        }
    }

    void record() {
        records.inc();
    }

    void score(Score score) {
        scores.inc();
        if (score.anomaly()) {
            anomalies.inc();
        }
        for (Flag flag : score.flags()) {
            count(flag);
        }
    }

    void forecast() {
        forecasts.inc();
    }

    void alert(Alert alert) {
        if (alert.phase() == Alert.Phase.BEGIN) {
            alerts.inc();
            suppressed.inc(alert.suppression() == null ? 0 : 1);
        }
    }

    /**
     * @param nanos that its cells and its detectors took
     * @param oldest nanoseconds from the arrival of its first record to its last score
     */
    void wave(int size, long nanos, long oldest) {
        waves.inc();
        waveSize.update(size);
        waveTime.update(nanos / 1000);
        scoreLatency.update(oldest / 1000);
    }

    void rejection(Rejection.Reason reason) {
        rejections.count(reason);
        outOfOrder(reason);
    }

    void drop(Rejection.Reason reason) {
        drops.count(reason);
        outOfOrder(reason);
    }

    /** @param count records that waited for older ones, and left because too many did */
    void releasedEarly(int count) {
        releasedEarly.inc(count);
    }

    void seriesExpires() {
        expired.inc();
    }

    /** A value climbs as a counter does. Returns whether one did before. */
    boolean climbs() {
        undeclaredCounters.inc();
        return undeclaredCounters.getCount() > 1;
    }

    void seriesEvicted() {
        evicted.inc();
    }

    /** @param time event-time ms */
    void watermark(long time) {
        watermark = time;
    }

    private void outOfOrder(Rejection.Reason reason) {
        if (reason == LATE) {
            count(Flag.LATE);
        } else if (reason == DUPLICATE) {
            count(Flag.DUPLICATE);
        }
    }

    @SuppressWarnings("NullAway") // the map holds every flag
    private void count(Flag flag) {
        flagged.get(flag).inc();
    }

    /** Nothing lags before the first watermark and after the last. */
    private long lag(LongSupplier clock) {
        long reached = watermark;
        return reached == NONE_YET || reached == Long.MAX_VALUE ? 0 : clock.getAsLong() - reached;
    }

    private void gauge(String name, LongSupplier value) {
        group.gauge(name, (Gauge<Long>) value::getAsLong);
    }
}
