package io.lookback.cli.status;

import io.lookback.wire.ObservationsFromKafka;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the metrics of a job inside this process that its status line shows. A counter counts on when its subtask has
 * ended and Flink has taken it away; a gauge does not. Flink makes the reporter, and who started the job finds it by the
 * key that was given to both.
 */
public final class StatusReporter implements MetricReporter {

    /** In the reporter's configuration: names it. */
    public static final String KEY = "key";

    /** Read by the source; there as soon as its first records are. */
    static final String READ = "numRecordsIn";

    static final String SCORES = "numScores";
    static final String ALERTS = "numAlertsOpened";
    static final String SERIES = "seriesActive";
    static final String COUNTERS = "numUndeclaredCounters";
    static final String SKIPPED = "numSkipped";
    static final String PENDING = "pendingRecords";

    static final String TASK_MANAGERS = "numRegisteredTaskManagers";

    static final String RESTARTS = "numRestarts";

    static final String OTHER_UNITS = ObservationsFromKafka.TIMES_IN_OTHER_UNITS;

    private static final String OPERATOR = "<operator_name>";
    private static final String TASK = "<task_name>";
    private static final String LIVE = "Score each series";
    private static final String DECODED = "Set rejected records aside";

    private static final Map<String, StatusReporter> REPORTERS = new ConcurrentHashMap<>();

    private final Map<Metric, String> live = new ConcurrentHashMap<>();
    private final Map<String, Long> ended = new ConcurrentHashMap<>();
    private volatile boolean deployed;

    /** Null while Flink has not made it. */
    static @Nullable StatusReporter of(String key) {
        return REPORTERS.get(key);
    }

    @Override
    public void open(MetricConfig config) {
        REPORTERS.put(config.getString(KEY, ""), this);
    }

    /** Flink ends before whoever started the job has seen the last numbers. */
    @Override
    public void close() {}

    /** Whether a task of the job was deployed and no TaskManager is left. */
    public static boolean abandoned(String key) {
        StatusReporter reporter = of(key);
        return reporter != null
                && reporter.deployed
                && reporter.live.containsValue(TASK_MANAGERS)
                && reporter.total(TASK_MANAGERS) == 0;
    }

    /** Nobody will ask for the numbers any more. */
    public static void forget(String key) {
        REPORTERS.remove(key);
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        if (variables.containsKey(TASK)) {
            deployed = true;
        }
        if (wanted(name, variables.getOrDefault(OPERATOR, ""))) {
            live.put(metric, name);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        if (live.remove(metric) != null && metric instanceof Counter counter) {
            ended.merge(name, counter.getCount(), Long::sum);
        }
    }

    /** All subtasks together. */
    long total(String name) {
        long total = ended.getOrDefault(name, 0L);
        for (Map.Entry<Metric, String> entry : live.entrySet()) {
            if (entry.getValue().equals(name)) {
                total += value(entry.getKey());
            }
        }
        return total;
    }

    /** A shadow scores the same records once more: it does not count. */
    private static boolean wanted(String name, String operator) {
        return switch (name) {
            case READ, SKIPPED -> operator.equals(DECODED);
            case SCORES, ALERTS, SERIES, COUNTERS -> operator.equals(LIVE);
            case PENDING, OTHER_UNITS, TASK_MANAGERS, RESTARTS -> true;
            default -> false;
        };
    }

    private static long value(Metric metric) {
        if (metric instanceof Counter counter) {
            return counter.getCount();
        }
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number ? number.longValue() : 0;
    }
}
