package io.lookback.order;

import io.lookback.event.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Holds the records of one series back until no older one can come: a record leaves when one of its series is newer by
 * the out-of-orderness bound, when the watermark passes it, or when the buffer is full. Records of one instant leave in
 * the order of their arrival. Mutable, one owner.
 */
public final class ReorderBuffer {

    private final List<Observation> waiting;
    private long newest;

    public ReorderBuffer() {
        this(List.of(), Long.MIN_VALUE);
    }

    /** As it was: {@code waiting} in the order of event time. */
    public ReorderBuffer(List<Observation> waiting, long newest) {
        this.waiting = new ArrayList<>(waiting);
        this.newest = newest;
    }

    /** Takes a record in; returns those that need not wait any longer, oldest first. */
    public List<Observation> offer(Observation observation, OrderSpec spec) {
        newest = Math.max(newest, observation.time());
        int place = waiting.size();
        while (place > 0 && waiting.get(place - 1).time() > observation.time()) {
            place--;
        }
        waiting.add(place, observation);
        List<Observation> released = release(newest - spec.maxOutOfOrderness().toMillis());
        int surplus = waiting.size() - spec.maxBuffered();
        if (surplus > 0) {
            released = new ArrayList<>(released);
            released.addAll(take(surplus));
        }
        return released;
    }

    /** Releases what is not newer than the instant, oldest first. */
    public List<Observation> release(long until) {
        int count = 0;
        while (count < waiting.size() && waiting.get(count).time() <= until) {
            count++;
        }
        return take(count);
    }

    /** Oldest first. */
    public List<Observation> waiting() {
        return Collections.unmodifiableList(waiting);
    }

    public long newest() {
        return newest;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    private List<Observation> take(int count) {
        if (count == 0) {
            return List.of();
        }
        List<Observation> head = waiting.subList(0, count);
        List<Observation> taken = List.copyOf(head);
        head.clear();
        return taken;
    }
}
