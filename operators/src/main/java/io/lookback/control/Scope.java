package io.lookback.control;

import io.lookback.event.Alert;
import io.lookback.event.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Whose alerts a rule is about.
 *
 * @param feature the one that contributed most to the alert; null for any
 * @param direction in which that feature left what was expected; null for any
 */
public record Scope(
        SeriesPattern series,
        @Nullable String feature,
        @Nullable Direction direction) {

    public Scope {
        if (feature != null) {
            ControlEntry.name("feature", feature, ControlEntry.MAX_NAME);
        }
    }

    boolean covers(Alert alert) {
        return series.matches(alert.series())
                && (feature == null || feature.equals(alert.feature()))
                && (direction == null || direction == alert.direction());
    }
}
