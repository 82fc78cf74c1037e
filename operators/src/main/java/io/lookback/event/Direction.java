package io.lookback.event;

/** On which side of its expected value an anomalous feature lies. */
public enum Direction {
    ABOVE,
    BELOW
}
