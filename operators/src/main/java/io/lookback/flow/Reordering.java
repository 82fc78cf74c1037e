package io.lookback.flow;

import io.lookback.event.Observation;
import io.lookback.order.OrderSpec;
import io.lookback.order.ReorderBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * The records of a subtask that wait for older ones of their series, each series in a {@link ReorderBuffer} of its own,
 * with one event-time timer for the oldest. One thread.
 */
final class Reordering {

    private final OrderSpec order;
    private final OrderSpec inSeveral;
    private final AddedPartitions added;
    private final ValueStateDescriptor<ReorderBuffer> descriptor;
    private final ValueState<ReorderBuffer> buffers;
    private final InternalTimerService<VoidNamespace> timers;
    private final SeriesCounts counts;
    private final IntConsumer early;

    /**
     * @param added to a source that was one partition when the job started
     * @param buffers of the descriptor, for the current key
     * @param early told how many records leave before their time, because too many wait
     */
    Reordering(
            OrderSpec order,
            AddedPartitions added,
            ValueStateDescriptor<ReorderBuffer> descriptor,
            ValueState<ReorderBuffer> buffers,
            InternalTimerService<VoidNamespace> timers,
            SeriesCounts counts,
            IntConsumer early) {
        this.order = order;
        this.inSeveral = order.inSeveralPartitions();
        this.added = added;
        this.descriptor = descriptor;
        this.buffers = buffers;
        this.timers = timers;
        this.counts = counts;
        this.early = early;
    }

    /** Takes a record of the current key in; returns what need not wait, in order. */
    List<Observation> admit(Observation observation) throws IOException {
        OrderSpec now = order.onePartition() && added.at(observation.origin()) ? inSeveral : order;
        if (counts.waiting() == 0 && !now.holds(observation)) {
            return List.of(observation);
        }
        ReorderBuffer held = buffers.value();
        ReorderBuffer buffer = held == null ? new ReorderBuffer() : held;
        OptionalLong before = buffer.oldest();
        List<Observation> released = buffer.offer(observation, now, timers.currentWatermark());
        int gained = 1 - released.size();
        List<Observation> surplus = buffer.releaseSurplus(room(buffer, gained));
        counts.waiting(observation.series(), gained - surplus.size());
        keep(buffer, before);
        if (surplus.isEmpty()) {
            return released;
        }
        early.accept(surplus.size());
        List<Observation> all = new ArrayList<>(released);
        all.addAll(surplus);
        return all;
    }

    /** Returns the records of the timer's key that the watermark has passed, in order. */
    List<Observation> due(InternalTimer<String, VoidNamespace> timer) throws IOException {
        ReorderBuffer buffer = buffers.value();
        if (buffer == null) {
            return List.of();
        }
        OptionalLong before = buffer.oldest();
        List<Observation> released = buffer.release(timers.currentWatermark());
        counts.waiting(timer.getKey(), -released.size());
        keep(buffer, before);
        return released;
    }

    /** Returns all records of all series: those of each in order. */
    List<Observation> all(KeyedStateBackend<String> backend) throws Exception {
        List<Observation> released = new ArrayList<>();
        if (counts.waiting() > 0) {
            backend.applyToAllKeys(
                    VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor, (key, buffer) -> {
                        List<Observation> waiting = List.copyOf(buffer.value().waiting());
                        counts.waiting(key, -waiting.size());
                        buffer.clear();
                        released.addAll(waiting);
                    });
        }
        return released;
    }

    /** How many records of the buffer may wait, by the bounds of its series and of the subtask. */
    private int room(ReorderBuffer buffer, int gained) {
        int size = buffer.waiting().size();
        long surplus = counts.waiting() + gained - order.bounds().subtask();
        return (int) Math.min(order.bounds().series(), Math.max(0, size - Math.max(0, surplus)));
    }

    private void keep(ReorderBuffer buffer, OptionalLong before) throws IOException {
        OptionalLong oldest = buffer.oldest();
        if (oldest.isEmpty()) {
            buffers.clear();
        } else {
            buffers.update(buffer);
        }
        if (!oldest.equals(before)) {
            before.ifPresent(time -> timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, time));
            oldest.ifPresent(time -> timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time));
        }
    }
}
