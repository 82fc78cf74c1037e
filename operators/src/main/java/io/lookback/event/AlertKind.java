package io.lookback.event;

/** What is wrong with a series. */
public enum AlertKind {
    /** A value that the series never had. */
    LEVEL,
    /** A value that the series has had, but was not to have here. */
    FORECAST,
    /** A value that stands still for longer than ever. */
    STANDSTILL,
    /** Several features at once, none of which carries half of it. */
    JOINT,
    /** No value at all, for much longer than usual. */
    SILENCE
}
