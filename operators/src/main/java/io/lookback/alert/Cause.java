package io.lookback.alert;

import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import java.util.List;

/**
 * What makes a record anomalous.
 *
 * @param feature index of the feature that contributed most
 * @param value of that feature
 * @param expected of that feature, {@link Double#NaN} while there is no forecast
 * @param usual of that feature at that time of the week, {@link Double#NaN} while nothing is known
 * @param weekSlot hour of the local week, 0..167
 * @param shares of the features that had most to do with it, the largest first; at most {@value AlertTracker#MOST_SHARES}
 */
public record Cause(
        AlertKind kind,
        int feature,
        Direction direction,
        double value,
        double expected,
        double usual,
        int weekSlot,
        List<Share> shares) {

    public Cause {
        shares = List.copyOf(shares);
    }
}
