package io.lookback.detection;

import io.lookback.alert.Hysteresis;
import io.lookback.detection.tuning.Tuning;

/**
 * The times of a series, in records, by how densely it is sampled.
 *
 * @param warmUp records before it may alert
 * @param refractory records within which only one above a falling bar is news
 */
record Times(long warmUp, long refractory, Hysteresis hysteresis) {

    static Times of(DetectionSpec spec, double rowsPerDay) {
        long refractory = spec.refractory() > 0
                ? spec.refractory()
                : within(rowsPerDay / 3, Tuning.FEWEST_REFRACTORY, Tuning.MOST_REFRACTORY);
        long calm = Math.max(Tuning.FEWEST_REFRACTORY, Math.round(Tuning.CALM_SHARE * refractory));
        long accepted = Math.max(Tuning.ACCEPTED_AFTER_RECORDS, Math.round(Tuning.ACCEPTED_AFTER_DAYS * rowsPerDay));
        return new Times(warmUp(spec, rowsPerDay), refractory, new Hysteresis(calm, refractory, accepted));
    }

    /** Records before a series may alert. */
    static long warmUp(DetectionSpec spec, double rowsPerDay) {
        return spec.warmUp() > 0 ? spec.warmUp() : within(rowsPerDay, Tuning.FEWEST_WARM_UP, Tuning.MOST_WARM_UP);
    }

    private static long within(double records, int fewest, int most) {
        return Math.round(Math.max(fewest, Math.min(most, records)));
    }
}
