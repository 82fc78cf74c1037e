package io.lookback.order;

import io.lookback.event.Observation;
import io.lookback.event.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Holds the records of one series back until no older one can come.
 *
 * <p>That is for the watermark to say, which follows the slowest partition: while a backlog is read, one partition may
 * be hours ahead of the others, and a series with records in both is as far as the one behind. Only where the source
 * keeps the series in order, the series' own newest record says as much, and no other partition can delay it.
 *
 * <p>Records leave by event time, those of one instant in the order of their partitions and offsets, so what a series
 * goes through does not depend on which partition was read first. Mutable, one owner.
 */
public final class ReorderBuffer {

    private static final Comparator<Observation> ORDER = Comparator.comparingLong(Observation::time)
            .thenComparing(
                    Observation::origin,
                    Comparator.comparing(Origin::source)
                            .thenComparingInt(Origin::partition)
                            .thenComparingLong(Origin::offset)
                            .thenComparingInt(Origin::index));

    private final List<Observation> waiting;
    /** Waiting records whose source does not keep the series in order. */
    private int unordered;

    private long newest;

    public ReorderBuffer() {
        this(List.of(), Long.MIN_VALUE);
    }

    /** As it was: {@code waiting} in the order in which they leave. */
    public ReorderBuffer(List<Observation> waiting, long newest) {
        this.waiting = new ArrayList<>(waiting);
        this.unordered = (int) waiting.stream().filter(ReorderBuffer::unordered).count();
        this.newest = newest;
    }

    /**
     * Takes a record in; returns those that need not wait any longer, oldest first.
     *
     * @param watermark event-time ms that every partition has reached
     */
    public List<Observation> offer(Observation observation, OrderSpec spec, long watermark) {
        newest = Math.max(newest, observation.time());
        int place = waiting.size();
        while (place > 0 && ORDER.compare(waiting.get(place - 1), observation) > 0) {
            place--;
        }
        waiting.add(place, observation);
        unordered += unordered(observation) ? 1 : 0;
        boolean bySeries = unordered == 0 || !spec.waitsAcrossPartitions();
        long own = bySeries ? newest - spec.maxOutOfOrderness().toMillis() : watermark;
        return release(Math.max(own, watermark));
    }

    /** Releases what is not newer than the instant, oldest first. */
    public List<Observation> release(long until) {
        int count = 0;
        while (count < waiting.size() && waiting.get(count).time() <= until) {
            count++;
        }
        return take(count);
    }

    /** Releases the oldest records, as many as are more than may wait. */
    public List<Observation> releaseSurplus(int most) {
        return take(Math.max(0, waiting.size() - most));
    }

    /** Oldest first. */
    public List<Observation> waiting() {
        return Collections.unmodifiableList(waiting);
    }

    /** Event time of the record that leaves next, ms. */
    public OptionalLong oldest() {
        return waiting.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(waiting.get(0).time());
    }

    public long newest() {
        return newest;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    private static boolean unordered(Observation observation) {
        return !observation.origin().ordered();
    }

    private List<Observation> take(int count) {
        if (count == 0) {
            return List.of();
        }
        List<Observation> head = waiting.subList(0, count);
        List<Observation> taken = List.copyOf(head);
        head.clear();
        for (Observation leaving : taken) {
            unordered -= unordered(leaving) ? 1 : 0;
        }
        return taken;
    }
}
