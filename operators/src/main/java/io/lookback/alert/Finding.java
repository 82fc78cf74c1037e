package io.lookback.alert;

import org.jspecify.annotations.Nullable;

/**
 * What was found in one record, seen by the alert it may belong to.
 *
 * @param index of the record in its series, from 0
 * @param time event-time ms
 * @param score 0..1
 * @param severity 0..1
 * @param troubled whether the series has not gone back to what it did before its open alert; of no concern without one
 * @param cause of an anomaly; null for a record that is none
 */
public record Finding(
        long index,
        long time,
        double score,
        double severity,
        boolean troubled,
        @Nullable Cause cause) {}
