package io.lookback.alert;

import io.lookback.event.Direction;
import java.util.List;

/**
 * What was found in one record, seen by the alert it may belong to.
 *
 * @param index of the record in its series, from 0
 * @param time event-time ms
 * @param anomaly whether the record raises or renews an alert
 * @param score 0..1
 * @param severity 0..1
 * @param feature index of the feature that contributed most
 * @param value of that feature, {@link Double#NaN} if no feature had a value
 * @param expected of that feature, {@link Double#NaN} while there is no forecast
 * @param shares of the features that had most to do with it, the largest first; none if it is no anomaly
 */
public record Finding(
        long index,
        long time,
        boolean anomaly,
        double score,
        double severity,
        int feature,
        Direction direction,
        double value,
        double expected,
        List<Share> shares) {}
