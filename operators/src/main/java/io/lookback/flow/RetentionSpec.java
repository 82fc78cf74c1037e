package io.lookback.flow;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Which series an operator keeps.
 *
 * @param timeToLive processing time after which a series without records is forgotten
 * @param maxSeries most series of the whole job; each subtask has the share of it that it has of the key groups
 * @param onLimit what becomes of a record that would begin a further one
 */
public record RetentionSpec(Duration timeToLive, int maxSeries, OnLimit onLimit) implements Serializable {

    public static final RetentionSpec DEFAULT = new RetentionSpec(Duration.ofDays(30), 1_000_000, OnLimit.REJECT);

    /** Whom a full subtask disappoints. */
    public enum OnLimit {
        /** The new series: its records are rejected until another series was forgotten. */
        REJECT,
        /** The series that has been idle for longest: it is forgotten. */
        EVICT
    }

    public RetentionSpec {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "state.ttl is %s: give more than zero", timeToLive));
        }
        if (maxSeries < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "state.max-series is %d: give 1 or more", maxSeries));
        }
    }

    /** @param part of the whole that a subtask has, such as its key groups among all, rounded up to a series */
    long share(int part, int whole) {
        return ((long) maxSeries * part + whole - 1) / whole;
    }
}
