package io.lookback.series;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;

/** Where the outcome of a step goes. Each admitted record yields one score, each refused one at most one rejection. */
public interface StepOutput {

    void score(Score score);

    /** @param time of the record that changes the alert, event-time ms */
    void alert(Alert alert, long time);

    void reject(Rejection rejection);

    /** What a scored record made of its series; called after its score. */
    default void moved(Observation observation, Standing before, Standing after) {}

    /** A record that its policy lets go without a trace but a count. */
    void drop(Rejection.Reason reason);
}
