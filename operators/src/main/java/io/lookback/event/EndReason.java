package io.lookback.event;

/** Why an alert is over. */
public enum EndReason {
    /** The series does again what it did before. */
    RECOVERED,
    /** The series stays where it went, and nothing about that is news any more. */
    ACCEPTED,
    /** No record of the series will come: the input has ended, or the series was forgotten. */
    INPUT_ENDED
}
