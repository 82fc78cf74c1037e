package io.lookback.flow;

import io.lookback.event.Features;
import io.lookback.series.SeriesSpec;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Which series an operator keeps.
 *
 * @param timeToLive processing time after which a series without records is forgotten
 * @param maxSeries most series of the whole job; each subtask has the share of it that it has of the key groups
 * @param onLimit what becomes of a record that would begin a further one
 * @param maxFeatures up to which a series takes on features that it did not begin with
 */
public record RetentionSpec(Duration timeToLive, int maxSeries, OnLimit onLimit, int maxFeatures)
        implements Serializable {

    public static final RetentionSpec DEFAULT = new RetentionSpec(Duration.ofDays(30), 1_000_000, OnLimit.REJECT);

    /** Of series that grow as far as usual. */
    public RetentionSpec(Duration timeToLive, int maxSeries, OnLimit onLimit) {
        this(timeToLive, maxSeries, onLimit, SeriesSpec.MAX_FEATURES);
    }

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
        if (maxFeatures < 1 || maxFeatures > Features.MAX_FEATURES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "state.max-features is %d: give 1 to %d", maxFeatures, Features.MAX_FEATURES));
        }
    }

    /** @param part of the whole that a subtask has, such as its key groups among all, rounded up to a series */
    long share(int part, int whole) {
        return ((long) maxSeries * part + whole - 1) / whole;
    }
}
