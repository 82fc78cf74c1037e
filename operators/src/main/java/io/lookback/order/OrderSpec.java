package io.lookback.order;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * How the records of a series are brought into event-time order.
 *
 * @param maxOutOfOrderness how long a record waits for older ones of its series, in event time; zero scores at once
 * @param late what becomes of a record older than one of its series that was already scored
 * @param duplicates what becomes of a record with a series and event time that were already scored
 * @param maxBuffered most records of one series that wait at a time; beyond it the oldest is released early
 */
public record OrderSpec(Duration maxOutOfOrderness, Policy late, Policy duplicates, int maxBuffered)
        implements Serializable {

    public static final OrderSpec DEFAULT = new OrderSpec(Duration.ZERO, Policy.DEAD_LETTER, Policy.SCORE, 1024);

    public OrderSpec {
        if (maxOutOfOrderness.isNegative()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "order.max-out-of-orderness is %s: give zero or more", maxOutOfOrderness));
        }
        if (maxBuffered < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "order.max-buffered is %d: give 1 or more", maxBuffered));
        }
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
}
