package io.lookback.flow;

import io.lookback.order.ReorderBuffer;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** The {@link SeriesCounts} of a subtask in operator state: kept with each checkpoint, known again after a restore. */
final class CountsState {

    private static final String STATE = "counts";

    private final SeriesCounts counts;
    private final SeriesSerializer serializer;
    private final ListState<long[]> state;
    private final boolean known;

    private CountsState(SeriesCounts counts, SeriesSerializer serializer, ListState<long[]> state, boolean known) {
        this.counts = counts;
        this.serializer = serializer;
        this.state = state;
        this.known = known;
    }

    /** While the operator's state is initialized. */
    static CountsState open(StateInitializationContext context, TaskInfo task, SeriesLayout layout) throws Exception {
        int groups = task.getMaxNumberOfParallelSubtasks();
        SeriesCounts counts = new SeriesCounts(
                KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                        groups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask()),
                groups,
                layout);
        ListState<long[]> state = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>(STATE, LongPrimitiveArraySerializer.INSTANCE));
        boolean known = !context.isRestored() || counts.restore(state.get());
        return new CountsState(counts, new SeriesSerializer(layout), state, known);
    }

    SeriesCounts counts() {
        return counts;
    }

    /** Before a checkpoint takes the operator's state. */
    void keep() throws Exception {
        state.update(counts.snapshot());
    }

    /** Reads every series once if the checkpoint's counts belong to other cells or detection settings, or are missing. */
    void complete(
            KeyedStateBackend<String> backend,
            ValueStateDescriptor<Series> series,
            ValueStateDescriptor<ReorderBuffer> reorder)
            throws Exception {
        if (known) {
            return;
        }
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                series,
                (key, found) -> counts.enter(key, serializer.current(found.value())));
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                reorder,
                (key, found) -> counts.waiting(key, found.value().waiting().size()));
    }
}
