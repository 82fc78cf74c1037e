package io.lookback.flow;

import io.lookback.control.ControlBook;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/**
 * The control topic as a subtask follows it. What the topic holds when the subtask begins is read whole before its first
 * record; later changes come as a stream, in which those that were read already are passed over. The topic is the truth:
 * what it no longer names is no longer in force, whatever a checkpoint says. The checkpoint's copy serves an id of which
 * the topic only holds a record that cannot be followed: what was in force before it stays.
 */
final class Controls {

    private static final String STATE = "control";

    private final ControlBook book;
    private final BroadcastState<String, ControlEntry> state;
    private final ControlContent begin;
    private final List<Rejection> refused = new ArrayList<>();

    private Controls(ControlBook book, BroadcastState<String, ControlEntry> state, ControlContent begin) {
        this.book = book;
        this.state = state;
        this.begin = begin;
    }

    /** While the operator's state is initialised. */
    static Controls open(OperatorStateStore store, ControlPreload preload, ControlLimits limits) throws Exception {
        BroadcastState<String, ControlEntry> state = store.getBroadcastState(
                new MapStateDescriptor<>(STATE, StringSerializer.INSTANCE, ControlEntrySerializer.INSTANCE));
        Controls controls = new Controls(new ControlBook(limits), state, preload.load());
        controls.begin();
        return controls;
    }

    private void begin() throws Exception {
        List<ControlEntry> before = new ArrayList<>();
        for (Map.Entry<String, ControlEntry> known : state.immutableEntries()) {
            if (begin.unfit().contains(known.getKey())) {
                before.add(known.getValue());
            }
        }
        state.clear();
        for (ControlEntry entry : before) {
            if (book.put(entry).isEmpty()) {
                state.put(entry.id(), entry);
            }
        }
        for (ControlChange change : begin.changes()) {
            follow(change).ifPresent(refused::add);
        }
    }

    ControlBook book() {
        return book;
    }

    /** What could not be followed when the subtask began. */
    List<Rejection> refused() {
        return refused;
    }

    /** Returns why the change cannot be followed. */
    Optional<Rejection> take(ControlChange change) throws Exception {
        return begin.includes(change) ? Optional.empty() : follow(change);
    }

    private Optional<Rejection> follow(ControlChange change) throws Exception {
        ControlEntry entry = change.entry();
        if (entry == null) {
            book.remove(change.id());
            state.remove(change.id());
            return Optional.empty();
        }
        Optional<String> refusal = book.put(entry);
        if (refusal.isEmpty()) {
            state.put(change.id(), entry);
        }
        return refusal.map(
                message -> new Rejection(change.origin(), change.payload(), Rejection.Reason.CONTROL, message));
    }
}
