package io.lookback.flow;

import io.lookback.control.ControlBook;
import io.lookback.control.ForecastRequest;
import io.lookback.series.ForecastRequests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/**
 * The requests for forecasts that a subtask has not answered yet. The control topic holds a request for as long as people
 * leave it there, so what was answered is part of the checkpoint: after a restart each request is answered once, by the
 * subtask that has its series then. Holds no more than the {@link ControlBook}, and those of its own series only.
 */
final class PendingForecasts implements ForecastRequests {

    private static final String STATE = "answered-forecasts";

    private final ControlBook book;
    private final Predicate<String> owned;
    private final ListState<String> state;
    private final Set<String> answered = new TreeSet<>();
    /** By series, the keys of what asks for it. */
    private final Map<String, Set<String>> pending = new TreeMap<>();

    private PendingForecasts(ControlBook book, Predicate<String> owned, ListState<String> state) {
        this.book = book;
        this.owned = owned;
        this.state = state;
    }

    /**
     * While the operator's state is initialized.
     *
     * @param owned whether a series is the subtask's own
     */
    static PendingForecasts open(OperatorStateStore store, ControlBook book, Predicate<String> owned) throws Exception {
        ListState<String> state = store.getUnionListState(new ListStateDescriptor<>(STATE, StringSerializer.INSTANCE));
        PendingForecasts pending = new PendingForecasts(book, owned, state);
        for (String key : state.get()) {
            pending.answered.add(key);
        }
        pending.refresh();
        return pending;
    }

    /** The book has changed. */
    void refresh() {
        pending.clear();
        Set<String> known = new TreeSet<>();
        for (ForecastRequest request : book.forecasts()) {
            if (owned.test(request.series())) {
                known.add(key(request));
                if (!answered.contains(key(request))) {
                    pending.computeIfAbsent(request.series(), series -> new TreeSet<>())
                            .add(key(request));
                }
            }
        }
        answered.retainAll(known);
    }

    /** Series of which a forecast is wanted. */
    List<String> series() {
        return List.copyOf(pending.keySet());
    }

    @Override
    public boolean asked(String series) {
        return pending.containsKey(series);
    }

    @Override
    public void answered(String series) {
        Set<String> keys = pending.remove(series);
        if (keys != null) {
            answered.addAll(keys);
        }
    }

    /** Before a checkpoint. */
    void keep() throws Exception {
        state.update(List.copyOf(answered));
    }

    private static String key(ForecastRequest request) {
        return request.at() + " " + request.id();
    }
}
