package io.lookback.event;

/** How far a series' detector has come. */
public enum Status {
    /** Too few records seen for a calibrated score; scores are emitted, alerts are not. */
    WARMING,
    /** Scores are calibrated, alerts are emitted. */
    READY,
    /**
     * As ready, but one of the first records after a silence much longer than the series' usual interval: what is known
     * of its recent past is old.
     */
    STALE
}
