package io.lookback.alert;

import org.jspecify.annotations.Nullable;

/**
 * What was found in one record, seen by the alert it may belong to.
 *
 * @param index of the record in its series, from 0
 * @param time event-time ms
 * @param score 0..1
 * @param severity 0..1
 * @param trouble of the open alert; of no concern without one
 * @param cause of an anomaly; null for a record that is none
 */
public record Finding(
        long index,
        long time,
        double score,
        double severity,
        Trouble trouble,
        @Nullable Cause cause) {

    /** Whether the features of the open alert have gone back to what they did before it. */
    public enum Trouble {
        PRESENT,
        ABSENT,
        /** None of them has a value. */
        UNKNOWN;

        /** Of both together: one feature in trouble is trouble. */
        public Trouble and(Trouble other) {
            return compareTo(other) < 0 ? this : other;
        }
    }
}
