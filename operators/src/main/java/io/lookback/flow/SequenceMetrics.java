package io.lookback.flow;

import io.lookback.cell.CacheStats;
import io.lookback.cell.ModelCard;
import io.lookback.event.Rejection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** The operator's metrics, one group, none per series. */
final class SequenceMetrics {

    static final String GROUP = "lookback";

    private static final int WINDOW = 1024;

    private final MetricGroup group;
    private final Counter records;
    private final Counter scores;
    private final Counter alerts;
    private final Counter waves;
    private final Counter expired;
    private final Histogram waveSize;
    private final Histogram waveMicros;
    private final Map<Rejection.Reason, Counter> rejections = new EnumMap<>(Rejection.Reason.class);
    private final Map<Rejection.Reason, Counter> drops = new EnumMap<>(Rejection.Reason.class);

    private long activeSeries;

    SequenceMetrics(MetricGroup parent, long activeSeries, Parking parking) {
        group = parent.addGroup(GROUP);
        this.activeSeries = activeSeries;
        records = group.counter("records");
        scores = group.counter("scores");
        alerts = group.counter("alerts");
        waves = group.counter("waves");
        expired = group.counter("seriesExpired");
        waveSize = group.histogram("waveSize", new DescriptiveStatisticsHistogram(WINDOW));
        waveMicros = group.histogram("waveMicros", new DescriptiveStatisticsHistogram(WINDOW));
        group.gauge("seriesActive", () -> this.activeSeries);
        group.gauge("stepsParked", parking::size);
        for (Rejection.Reason reason : Rejection.Reason.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            rejections.put(reason, group.addGroup("rejections").counter(name));
            drops.put(reason, group.addGroup("drops").counter(name));
        }
    }

    /** Registers the row cache of one cell. */
    CacheStats cache(ModelCard model) {
        CacheStats stats = new CacheStats();
        MetricGroup cache = group.addGroup("cell", model.qualifiedName());
        cache.gauge("cacheHits", stats::hits);
        cache.gauge("cacheMisses", stats::misses);
        cache.gauge("cacheEvictions", stats::evictions);
        cache.gauge("cacheBytes", stats::bytes);
        return stats;
    }

    void record() {
        records.inc();
    }

    void score() {
        scores.inc();
    }

    void alert() {
        alerts.inc();
    }

    void wave(int size, long nanos) {
        waves.inc();
        waveSize.update(size);
        waveMicros.update(nanos / 1000);
    }

    @SuppressWarnings("NullAway") // the map holds every reason
    void rejection(Rejection.Reason reason) {
        rejections.get(reason).inc();
    }

    @SuppressWarnings("NullAway") // the map holds every reason
    void drop(Rejection.Reason reason) {
        drops.get(reason).inc();
    }

    void seriesBegins() {
        activeSeries++;
    }

    void seriesExpires() {
        activeSeries--;
        expired.inc();
    }
}
