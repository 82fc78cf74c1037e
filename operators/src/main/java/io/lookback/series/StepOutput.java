package io.lookback.series;

import io.lookback.event.Alert;
import io.lookback.event.Rejection;
import io.lookback.event.Score;

/** Where the outcome of a step goes. Each admitted record yields one score, each refused one at most one rejection. */
public interface StepOutput {

    void score(Score score);

    void alert(Alert alert, Score score);

    void reject(Rejection rejection);

    /** A record that its policy lets go without a trace but a count. */
    void drop(Rejection.Reason reason);
}
