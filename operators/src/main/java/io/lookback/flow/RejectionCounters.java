package io.lookback.flow;

import io.lookback.event.Rejection;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts records by the reason why they are not scored: {@code lookback.reason.<reason>.<name>}, which Prometheus shows
 * as one metric with a label {@code reason}. One thread.
 */
public final class RejectionCounters {

    /** Of the records that go to the dead letters. */
    public static final String REJECTIONS = "numRejections";

    /** Of the records that are neither data nor errors. */
    public static final String SKIPS = "numSkipped";

    private final Map<Rejection.Reason, Counter> counters = new EnumMap<>(Rejection.Reason.class);

    /**
     * @param parent of the group {@value SequenceMetrics#GROUP}
     * @param reasons that can occur there
     */
    public RejectionCounters(MetricGroup parent, String name, Collection<Rejection.Reason> reasons) {
        MetricGroup group = parent.addGroup(SequenceMetrics.GROUP);
        for (Rejection.Reason reason : reasons) {
            counters.put(
                    reason,
                    group.addGroup("reason", reason.name().toLowerCase(Locale.ROOT))
                            .counter(name));
        }
    }

    public void count(Rejection.Reason reason) {
        Counter counter = counters.get(reason);
        if (counter == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Reason %s is not counted here, only %s are", reason, counters.keySet()));
        }
        counter.inc();
    }
}
