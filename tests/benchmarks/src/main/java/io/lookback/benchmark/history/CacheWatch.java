package io.lookback.benchmark.history;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Knows the caches' gauges of the last job, after its end, too. In Flink's own way: found by its service loader. */
public final class CacheWatch implements MetricReporter {

    static final String HITS = "cacheHits";
    static final String MISSES = "cacheMisses";

    private static final Map<String, Gauge<?>> GAUGES = new ConcurrentHashMap<>();

    /** What a gauge says now; 0 if there is none. */
    static long value(String gauge) {
        Gauge<?> known = GAUGES.get(gauge);
        return known != null && known.getValue() instanceof Number value ? value.longValue() : 0;
    }

    @Override
    public void open(MetricConfig config) {
        GAUGES.clear();
    }

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if ((name.equals(HITS) || name.equals(MISSES)) && metric instanceof Gauge<?> gauge) {
            GAUGES.put(name, gauge);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

    /** For Flink. */
    public static final class Factory implements MetricReporterFactory {

        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new CacheWatch();
        }
    }
}
