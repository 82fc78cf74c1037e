package io.lookback.benchmark;

import io.lookback.event.Observation;
import java.io.Serializable;

/** What a step emits for a record. */
public interface Outcome<T> extends Serializable {

    /** @param expected one value for each feature, in the feature's own unit */
    T of(Observation observation, double[] expected);
}
