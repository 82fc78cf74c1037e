package io.lookback.series;

import io.lookback.event.Alert;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the outcome of a step goes. Each admitted record yields one score, each refused one at most one rejection. */
public interface StepOutput {

    void score(Score score);

    /** @param time of the record that changes the alert, event-time ms */
    void alert(Alert alert, long time);

    void reject(Rejection rejection);

    /** Whether {@link #completed} is to be called. */
    default boolean collectsRecords() {
        return false;
    }

    /**
     * All that became of a record, once its score and its alerts were told.
     *
     * @param observation with its payload, as it was scored
     * @param changes of the series' alert, in order
     * @param open id of the alert that is open after the record
     */
    default void completed(Observation observation, Score score, List<Alert> changes, Optional<String> open) {}

    /** What is expected of the next records of a series, where that is asked for. */
    default void forecast(MultiStepForecast forecast) {}

    /** An announced model cannot go on: it must leave the pool, so that the wave can be run with what it replaced. */
    default void retire(ModelFailure failure) {
        throw new IllegalStateException(
                String.format(Locale.ROOT, "Model %s fails: %s", failure.digest(), failure.message()));
    }

    /** What a scored record made of its series; called after its score. */
    default void moved(Observation observation, SeriesStatus before, SeriesStatus after) {}

    /** A value climbs for long and never falls, as a counter does, and nobody declared it as one. */
    default void climbs(String series, String feature) {}

    /** A record that its policy lets go without a trace but a count. */
    void drop(Rejection.Reason reason);
}
