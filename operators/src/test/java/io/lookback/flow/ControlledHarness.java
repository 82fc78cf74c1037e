package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.event.Alert;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.testkit.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The scoring operator with a control topic of which a test says what it held at the start and what comes later. */
final class ControlledHarness implements AutoCloseable {

    /** Most subtasks. */
    static final int GROUPS = 16;

    private static final KeySelector<Observation, String> KEY = Observation::series;

    private final Harness harness;
    private final Place place;
    private long checkpoint;

    /** @param restored state to go on from; null for a first start */
    ControlledHarness(
            FlowSpec spec, ControlContent content, ControlLimits limits, @Nullable OperatorSubtaskState restored)
            throws Exception {
        this(spec, content, limits, restored, new Place(Backend.HEAP, 1, 0));
    }

    ControlledHarness(
            FlowSpec spec,
            ControlContent content,
            ControlLimits limits,
            @Nullable OperatorSubtaskState restored,
            Place place)
            throws Exception {
        this(spec, content, limits, restored, place, 0);
    }

    /** @param clock processing time at which it starts, ms */
    ControlledHarness(
            FlowSpec spec,
            ControlContent content,
            ControlLimits limits,
            @Nullable OperatorSubtaskState restored,
            Place place,
            long clock)
            throws Exception {
        this.place = place;
        harness = new Harness(new ControlledOperatorFactory(spec, () -> content, limits, place.role()), place);
        harness.setup(
                DomainTypes.SCORE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.setProcessingTime(clock);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    /** Where a subtask runs. */
    record Place(Backend backend, int parallelism, int subtask, Role role) {

        Place(Backend backend, int parallelism, int subtask) {
            this(backend, parallelism, subtask, Role.LIVE);
        }
    }

    static ControlledHarness start(FlowSpec spec, ControlEntry... held) throws Exception {
        return new ControlledHarness(spec, content(held), ControlLimits.DEFAULT, null);
    }

    /** A topic of one partition with these entries. */
    static ControlContent content(ControlEntry... held) {
        List<ControlChange> changes = new ArrayList<>();
        for (ControlEntry entry : held) {
            changes.add(change(changes.size(), entry.id(), entry));
        }
        return new ControlContent(changes, Set.of(), Map.of(0, (long) held.length));
    }

    static ControlChange change(long offset, String id, @Nullable ControlEntry entry) {
        return new ControlChange(new Origin("control", 0, offset), Payload.NONE, id, entry);
    }

    ControlledHarness record(Observation observation) throws Exception {
        StreamRecord<Observation> record = new StreamRecord<>(observation, observation.time());
        operator().setKeyContextElement1(record);
        operator().processElement1(record);
        return this;
    }

    ControlledHarness change(ControlChange change) throws Exception {
        operator().processElement2(new StreamRecord<>(change));
        return this;
    }

    /** Whether the series is one of this subtask's. */
    boolean owns(String series) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(series, GROUPS, place.parallelism())
                == place.subtask();
    }

    OperatorSubtaskState snapshot() throws Exception {
        operator().prepareSnapshotPreBarrier(++checkpoint);
        return harness.snapshot(checkpoint, checkpoint);
    }

    ControlledOperator operator() {
        return harness.operator();
    }

    RecordedMetrics metrics() {
        return harness.metrics;
    }

    void clock(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    List<Object> output() {
        return List.copyOf(harness.getOutput());
    }

    List<Score> scores() {
        operator().drain();
        return harness.extractOutputValues();
    }

    List<Alert> alerts() {
        operator().drain();
        return side(Scoring.ALERTS);
    }

    /** Made so far; what waits in a wave goes on waiting. */
    List<MultiStepForecast> forecasts() {
        return side(Scoring.FORECASTS);
    }

    List<Rejection> rejections() {
        return side(Scoring.REJECTIONS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var queue = harness.getSideOutput(tag);
        return queue == null
                ? List.of()
                : queue.stream().map(StreamRecord::getValue).toList();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    private static final class Harness extends AbstractStreamOperatorTestHarness<Score> {

        private final RecordedMetrics metrics;

        Harness(ControlledOperatorFactory factory, Place place) throws Exception {
            this(factory, place, new RecordedMetrics());
        }

        private Harness(ControlledOperatorFactory factory, Place place, RecordedMetrics metrics) throws Exception {
            super(
                    factory,
                    new MockEnvironmentBuilder()
                            .setTaskName("scoring")
                            .setMaxParallelism(GROUPS)
                            .setParallelism(place.parallelism())
                            .setSubtaskIndex(place.subtask())
                            .setMetricGroup(metrics.task())
                            .build());
            this.metrics = metrics;
            setStateBackend(place.backend().create());
            config.setStateKeySerializer(Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
            config.setStatePartitioner(0, KEY);
            config.serializeAllConfigs();
        }

        ControlledOperator operator() {
            return (ControlledOperator) operator;
        }
    }
}
