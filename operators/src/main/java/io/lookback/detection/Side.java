package io.lookback.detection;

import io.lookback.event.Direction;

/** Which deviations may raise an alert. Scores and severities are the same whatever the side. */
public enum Side {
    BOTH,
    ABOVE,
    BELOW;

    boolean includes(Direction direction) {
        return this == BOTH || (this == ABOVE) == (direction == Direction.ABOVE);
    }
}
