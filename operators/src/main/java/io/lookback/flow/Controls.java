package io.lookback.flow;

import io.lookback.control.Announcement;
import io.lookback.control.ControlBook;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.control.ForecastRequest;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.series.ModelAssignment;
import io.lookback.series.ModelFailure;
import io.lookback.series.Resets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control topic as a subtask follows it. What the topic holds when the subtask begins is read whole before its first
 * record; later changes come as a stream, in which those that were read already are passed over. The topic is the truth:
 * what it no longer names is no longer in force, whatever a checkpoint says. The checkpoint's copy serves an id of which
 * the topic only holds a record that cannot be followed: what was in force before it stays.
 *
 * <p>Announced models are loaded here, from their files at each start: one that scored series before a restart and is not
 * there any more stops the job.
 */
final class Controls implements Resets {

    private static final String STATE = "control";
    /** Of all subtasks: after a restart, none runs a model that failed in one. */
    private static final String RETIRED = "retired-models";

    private static final Logger LOG = LoggerFactory.getLogger(Controls.class);

    private final ControlBook book;
    private final LoadedFlow job;
    private final Role role;
    private final BroadcastState<String, ControlEntry> state;
    private final ListState<String> retiredState;
    private final ControlContent begin;
    private final List<Refusal> refused = new ArrayList<>();
    private final Map<String, ModelAssignment> models = new HashMap<>();
    private long newestReset;
    private final Map<String, ControlChange> sources = new HashMap<>();
    private final Set<String> retired = new TreeSet<>();

    private Controls(
            ControlBook book,
            LoadedFlow job,
            Role role,
            BroadcastState<String, ControlEntry> state,
            ListState<String> retiredState,
            ControlContent begin) {
        this.book = book;
        this.job = job;
        this.role = role;
        this.state = state;
        this.retiredState = retiredState;
        this.begin = begin;
    }

    /**
     * While the operator's state is initialized.
     *
     * @throws IllegalStateException if a model that scored series before a restart is not there any more
     */
    static Controls open(
            OperatorStateStore store, ControlPreload preload, ControlLimits limits, LoadedFlow job, Role role)
            throws Exception {
        BroadcastState<String, ControlEntry> state = store.getBroadcastState(
                new MapStateDescriptor<>(STATE, StringSerializer.INSTANCE, ControlEntrySerializer.INSTANCE));
        ListState<String> retired =
                store.getUnionListState(new ListStateDescriptor<>(RETIRED, StringSerializer.INSTANCE));
        Controls controls = new Controls(new ControlBook(limits), job, role, state, retired, preload.load());
        for (String known : retired.get()) {
            controls.retired.add(known);
        }
        controls.begin();
        return controls;
    }

    private void begin() throws Exception {
        Map<String, ControlEntry> before = new HashMap<>();
        for (Map.Entry<String, ControlEntry> known : state.immutableEntries()) {
            before.put(known.getKey(), known.getValue());
        }
        state.clear();
        for (String id : new TreeSet<>(begin.unfit())) {
            stay(before.get(id));
        }
        List<ControlChange> changes = new ArrayList<>(begin.changes());
        changes.sort(Comparator.comparing(change -> !replaces(before.get(change.id()), change.entry())));
        for (ControlChange change : changes) {
            Optional<Refusal> refusal = follow(change);
            refusal.ifPresent(refused::add);
            if (refusal.isPresent() && before.get(change.id()) instanceof Announcement earlier) {
                stay(earlier);
            }
        }
    }

    /** Such entries are followed first: what was in force loses its place to none that was refused for want of one. */
    private static boolean replaces(@Nullable ControlEntry before, @Nullable ControlEntry entry) {
        return before != null && entry != null && before.getClass() == entry.getClass();
    }

    /** What was in force stays so, because the topic has nothing better under its id. */
    private void stay(@Nullable ControlEntry entry) throws Exception {
        if (entry == null) {
            return;
        }
        try {
            put(entry);
        } catch (IllegalArgumentException gone) {
            if (entry instanceof Announcement announcement && announcement.shadow()) {
                LOG.warn("The shadow '{}' cannot go on: {}", entry.id(), gone.getMessage());
                return;
            }
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "A model that scored series before the restart, of the announcement '%s', cannot go on: %s Put the file back as it was, announce another model under this id, or take it back with `lookback models remove %s`.",
                            entry.id(),
                            gone.getMessage(),
                            entry.id()),
                    gone);
        }
    }

    ControlBook book() {
        return book;
    }

    @Override
    public long newest() {
        return newestReset;
    }

    @Override
    public long newest(String series) {
        return book.newestReset(series);
    }

    /** What could not be followed when the subtask began. */
    List<Refusal> refused() {
        return refused;
    }

    /** Returns why the change cannot be followed. */
    Optional<Refusal> take(ControlChange change) throws Exception {
        return begin.includes(change) ? Optional.empty() : follow(change);
    }

    /** The models that take the place of configured ones, in the order of their precedence. */
    List<ModelAssignment> assignments() {
        List<ModelAssignment> assignments = new ArrayList<>();
        for (Announcement announcement : book.announcements()) {
            ModelAssignment assignment = models.get(announcement.id());
            if (assignment != null) {
                assignments.add(assignment);
            }
        }
        return assignments;
    }

    private Optional<Refusal> follow(ControlChange change) throws Exception {
        ControlEntry entry = change.entry();
        if (entry == null) {
            book.remove(change.id());
            models.remove(change.id());
            sources.remove(change.id());
            state.remove(change.id());
            newestReset = book.newestReset();
            return Optional.empty();
        }
        ControlChange before = sources.put(change.id(), change);
        Optional<Refusal> refusal = refusal(entry).map(message -> new Refusal(change, message));
        if (refusal.isPresent() && before != null) {
            sources.put(change.id(), before);
        }
        return refusal;
    }

    /** Ends what announces a model that cannot go on. It stays so across restarts, until it is announced anew. */
    List<Retirement> retire(ModelFailure failure) {
        List<Retirement> retired = new ArrayList<>();
        for (ModelAssignment assignment : assignments()) {
            if (assignment.cell().digest().equals(failure.digest())) {
                Retirement retirement = new Retirement(
                        assignment.announcement(),
                        sources.get(assignment.announcement().id()),
                        failure);
                LOG.warn("{}", retirement.message());
                models.remove(assignment.announcement().id());
                this.retired.add(key(assignment.announcement()));
                retired.add(retirement);
            }
        }
        return retired;
    }

    /** Before a checkpoint. */
    void keep() throws Exception {
        retiredState.update(List.copyOf(retired));
    }

    private String key(Announcement announcement) {
        ControlChange source = sources.get(announcement.id());
        return announcement.id()
                + ' '
                + announcement.file().sha256()
                + ' '
                + (source == null ? "" : source.origin().id());
    }

    /** An announcement that is not in force any more, because its model failed. */
    record Retirement(Announcement announcement, @Nullable ControlChange source, ModelFailure failure) {

        String message() {
            return String.format(
                    Locale.ROOT,
                    "Model '%s' of the announcement '%s' is retired: %s What it replaced goes on. Correct the model and announce it anew.",
                    announcement.model(),
                    announcement.id(),
                    failure.message());
        }

        /** The announcement as it came; without its text if only a checkpoint had it. */
        Rejection rejection() {
            Origin origin = source == null ? new Origin("checkpoint", 0, 0) : source.origin();
            Payload payload = source == null ? Payload.NONE : source.payload();
            return new Rejection(origin, payload, Rejection.Reason.MODEL, message());
        }
    }

    /** A change that is not followed, and why. */
    record Refusal(ControlChange change, String message) {

        Rejection rejection() {
            return new Rejection(change.origin(), change.payload(), Rejection.Reason.CONTROL, message);
        }
    }

    /** Why the entry is not in force now. */
    private Optional<String> refusal(ControlEntry entry) throws Exception {
        try {
            return put(entry);
        } catch (IllegalArgumentException unfit) {
            LOG.warn("'{}' announces a model that is refused: {}", entry.id(), unfit.getMessage());
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    /**
     * Takes the entry in, or says why not.
     *
     * @throws IllegalArgumentException if it announces a model that cannot be read or does not fit
     */
    private Optional<String> put(ControlEntry entry) throws Exception {
        if (entry instanceof ForecastRequest
                && role == Role.LIVE
                && job.horizon().horizon() == 0) {
            return Optional.of(
                    "The job makes no forecasts of several steps: set forecast.horizon and output.forecasts.");
        }
        ModelAssignment assignment = entry instanceof Announcement announcement && role.runs(announcement)
                ? new ModelAssignment(
                        announcement,
                        ModelLoader.load(
                                announcement, job.series(), job.options().device()))
                : null;
        Optional<String> refusal = book.put(entry);
        if (refusal.isEmpty()) {
            state.put(entry.id(), entry);
            newestReset = book.newestReset();
            models.remove(entry.id());
            if (assignment != null && !retired.contains(key(assignment.announcement()))) {
                models.put(entry.id(), assignment);
                LOG.info("'{}' is in force: {}", entry.id(), assignment.announcement());
            }
        }
        return refusal;
    }
}
