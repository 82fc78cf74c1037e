package io.lookback.flow;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** What an operator registered, by its name within the operator's own group: {@code model.lstm-1.historyRows}. */
final class RecordedMetrics {

    private static final String OWN = '.' + SequenceMetrics.GROUP + '.';

    private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
    private final TaskMetricGroup task = TaskManagerMetricGroup.createTaskManagerMetricGroup(
                    TestingMetricRegistry.builder()
                            .setRegisterConsumer((metric, name, group) -> {
                                String full = group.getMetricIdentifier(name);
                                metrics.put(full.substring(full.lastIndexOf(OWN) + OWN.length()), metric);
                            })
                            .build(),
                    "host",
                    ResourceID.generate())
            .addJob(new JobID(), "job")
            .addTask(ExecutionGraphTestUtils.createExecutionAttemptId(), "task");

    TaskMetricGroup task() {
        return task;
    }

    /** The value of a counter or a gauge. */
    long value(String name) {
        Metric metric = metrics.get(name);
        if (metric instanceof Counter counter) {
            return counter.getCount();
        }
        if (metric instanceof Gauge<?> gauge) {
            return ((Number) gauge.getValue()).longValue();
        }
        throw new AssertionError("No counter or gauge %s among %s".formatted(name, metrics.keySet()));
    }

    /** How many were registered whose name matches. */
    long matching(String pattern) {
        return metrics.keySet().stream().filter(name -> name.matches(pattern)).count();
    }
}
