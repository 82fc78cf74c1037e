package io.lookback.event;

/** What was unusual about a record itself, as opposed to its values. */
public enum Flag {
    /** Its event time lies before that of a record of the series that was already scored. */
    LATE,
    /** A record of the same series and event time was already scored. */
    DUPLICATE,
    /** At least one value was missing; that feature did not take part in the score. */
    MISSING,
    /** More time passed since the series' previous record than its usual sampling interval explains. */
    GAP,
    /** It carries features that its series did not have: from this record on they are part of it. */
    FEATURES_GREW,
    /** It carries features beyond those that a series may have; they did not take part in the score. */
    FEATURES_IGNORED,
    /** A model failed for this record, or its memory held a number that is not finite: that memory started over. */
    MEMORY_RESET
}
