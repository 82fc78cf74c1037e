package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.incident.IncidentSpec;
import io.lookback.incident.IncidentTracker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Puts the alerts of all subtasks into incidents: in one subtask, which sees them all. Alerts are few. */
public final class Incidents extends ProcessFunction<Alert, Incident> implements CheckpointedFunction {

    /** Of the operator; part of every savepoint. */
    public static final String UID = "put-together";

    private static final long serialVersionUID = 1L;

    private final IncidentSpec spec;
    private transient @Nullable IncidentTracker tracker;
    private transient @Nullable ListState<byte[]> state;
    private transient @Nullable Counter begun;

    private Incidents(IncidentSpec spec) {
        this.spec = spec;
    }

    /**
     * Adds the operator to the graph. In a vertex of its own: a chain would have the maximum parallelism of its other
     * operators, and whether there is a chain depends on their parallelism, so no savepoint would fit another one.
     */
    public static SingleOutputStreamOperator<Incident> of(DataStream<Alert> alerts, IncidentSpec spec) {
        return alerts.process(new Incidents(spec))
                .returns(DomainTypes.INCIDENT)
                .setParallelism(1)
                .setMaxParallelism(1)
                .disableChaining()
                .name("Put alerts together")
                .uid(UID);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        ListState<byte[]> kept = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("incidents", BytePrimitiveArraySerializer.INSTANCE));
        Iterator<byte[]> states = kept.get().iterator();
        tracker = states.hasNext()
                ? IncidentTracker.read(new DataInputStream(new ByteArrayInputStream(states.next())), spec)
                : new IncidentTracker(spec);
        state = kept;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(SequenceMetrics.GROUP);
        begun = group.counter("numIncidents");
        IncidentTracker watched = Objects.requireNonNull(tracker, "initializeState() comes first");
        group.gauge("incidentsOpen", (Gauge<Integer>) watched::open);
    }

    @Override
    public void processElement(Alert alert, Context context, Collector<Incident> out) {
        for (Incident change :
                Objects.requireNonNull(tracker, "initializeState() comes first").take(alert)) {
            if (change.phase() == Alert.Phase.BEGIN) {
                Objects.requireNonNull(begun, "open() comes first").inc();
            }
            out.collect(change);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Objects.requireNonNull(tracker, "initializeState() comes first").write(new DataOutputStream(bytes));
        Objects.requireNonNull(state, "initializeState() comes first").update(List.of(bytes.toByteArray()));
    }
}
