package io.lookback.wire;

import io.lookback.control.ControlChange;
import io.lookback.event.Bytes;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;

/**
 * What a control topic says in the end: the last change of each id, and the later records that cannot be followed. A topic
 * of a few hundred kilobytes can unpack to gigabytes, so little of each record is kept.
 */
public final class ControlRecords {

    /** How many records that cannot be followed are remembered: the latest. */
    public static final int MOST_UNFIT = 10_000;
    /** Bytes of a key or a value that is kept; a usual entry has some hundred. */
    private static final int MOST_BYTES = 4096;

    private final Map<String, ControlChange> changes = new LinkedHashMap<>();
    private final Map<Bytes, Rejection> unfit = new LinkedHashMap<>();

    /** The last change of each id, removals too, in the order in which they were written. */
    public List<ControlChange> changes() {
        return List.copyOf(changes.values());
    }

    /** Records after the last change of their id, one each key, without their values. */
    public List<Rejection> unfit() {
        return List.copyOf(unfit.values());
    }

    void add(Either<Rejection, ControlChange> record) {
        if (record.isRight()) {
            add(record.right());
        } else {
            add(record.left());
        }
    }

    /** Adds what another one holds, as if it had been read after this. */
    void addAll(ControlRecords later) {
        later.changes().forEach(this::add);
        later.unfit().forEach(this::keep);
    }

    private void add(ControlChange change) {
        Payload payload = change.payload();
        unfit.remove(Bytes.wrap(change.id().getBytes(StandardCharsets.UTF_8)));
        changes.remove(change.id());
        changes.put(
                change.id(),
                new ControlChange(change.origin(), with(payload, small(payload.value())), change.id(), change.entry()));
    }

    private void add(Rejection record) {
        if (record.payload().value() == null) {
            unfit.remove(key(record));
        } else {
            keep(new Rejection(record.origin(), with(record.payload(), null), record.reason(), record.message()));
        }
    }

    private void keep(Rejection record) {
        unfit.remove(key(record));
        unfit.put(key(record), record);
        if (unfit.size() > MOST_UNFIT) {
            unfit.remove(unfit.keySet().iterator().next());
        }
    }

    private static Bytes key(Rejection record) {
        Bytes key = small(record.payload().key());
        return key == null ? Bytes.wrap(new byte[0]) : key;
    }

    private static Payload with(Payload payload, @Nullable Bytes value) {
        return new Payload(small(payload.key()), value, List.of(), payload.timestamp());
    }

    private static @Nullable Bytes small(@Nullable Bytes bytes) {
        return bytes == null || bytes.size() > MOST_BYTES ? null : bytes;
    }
}
