package io.lookback.order;

import io.lookback.event.Observation;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * How the records of a series are brought into event-time order.
 *
 * @param maxOutOfOrderness how long a record waits for older ones of its series, in event time; zero scores at once what
 *     its source keeps in order
 * @param late what becomes of a record older than one of its series that was already scored
 * @param duplicates what becomes of a record with a series and event time that were already scored
 * @param bounds how many records wait at most
 * @param acrossPartitions what becomes of a record whose source does not keep its series in order
 * @param onePartition whether the source is one partition for now, which keeps every series in order
 */
public record OrderSpec(
        Duration maxOutOfOrderness,
        Policy late,
        Policy duplicates,
        Bounds bounds,
        AcrossPartitions acrossPartitions,
        boolean onePartition)
        implements Serializable {

    public static final OrderSpec DEFAULT =
            new OrderSpec(Duration.ZERO, Policy.DEAD_LETTER, Policy.SCORE, Bounds.DEFAULT, AcrossPartitions.WAIT);

    public OrderSpec {
        if (maxOutOfOrderness.isNegative()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "order.max-out-of-orderness is %s: give zero or more", maxOutOfOrderness));
        }
    }

    /** Of a source of several partitions. */
    public OrderSpec(
            Duration maxOutOfOrderness,
            Policy late,
            Policy duplicates,
            Bounds bounds,
            AcrossPartitions acrossPartitions) {
        this(maxOutOfOrderness, late, duplicates, bounds, acrossPartitions, false);
    }

    /** With as many waiting records of a series, and as many of a subtask as usual. */
    public OrderSpec(Duration maxOutOfOrderness, Policy late, Policy duplicates, int maxBuffered) {
        this(
                maxOutOfOrderness,
                late,
                duplicates,
                new Bounds(maxBuffered, Bounds.DEFAULT.subtask()),
                AcrossPartitions.WAIT);
    }

    /** Whether the record may have to wait for older ones. */
    public boolean holds(Observation observation) {
        return !maxOutOfOrderness.isZero()
                || waitsAcrossPartitions() && !observation.origin().ordered();
    }

    /** Whether a record waits for other partitions, if the source does not keep its series in order. */
    boolean waitsAcrossPartitions() {
        return acrossPartitions == AcrossPartitions.WAIT && !onePartition;
    }

    /** The same for a source that is one partition for now. */
    public OrderSpec inOnePartition() {
        return inOnePartition(true);
    }

    /** The same once the source has further partitions. */
    public OrderSpec inSeveralPartitions() {
        return inOnePartition(false);
    }

    private OrderSpec inOnePartition(boolean one) {
        return new OrderSpec(maxOutOfOrderness, late, duplicates, bounds, acrossPartitions, one);
    }

    /** What becomes of a record that is out of order. */
    public enum Policy {
        /** It is scored as the next step of its series, and flagged. */
        SCORE,
        /** It goes to the dead letters with its cause. */
        DEAD_LETTER,
        /** It is counted and leaves. */
        DROP
    }

    /** What becomes of a record whose source does not keep its series in order. */
    public enum AcrossPartitions {
        /** It waits until every partition has been read as far. */
        WAIT,
        /** It does not wait longer than others do. */
        IGNORE
    }

    /**
     * How many records wait at most. Beyond it the oldest is released early, and others may be late then.
     *
     * @param series of one series
     * @param subtask of all series of a subtask
     * @param drift event time by which a partition may be read ahead of the slowest; zero for any
     */
    public record Bounds(int series, int subtask, Duration drift) implements Serializable {

        public static final Bounds DEFAULT = new Bounds(10_000, 250_000);

        /** Of partitions that are read as fast as they come. */
        public Bounds(int series, int subtask) {
            this(series, subtask, Duration.ZERO);
        }

        public Bounds {
            require("order.max-buffered", series);
            require("order.max-waiting", subtask);
        }

        private static void require(String setting, int found) {
            if (found < 1) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s is %d: give 1 or more", setting, found));
            }
        }
    }
}
