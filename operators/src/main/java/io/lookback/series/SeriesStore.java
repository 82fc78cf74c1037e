package io.lookback.series;

import io.lookback.event.Observation;

/** Where series live between two steps: Flink's keyed state in a job, a map in a test. */
public interface SeriesStore {

    /** The observation's series, a fresh one if it is its first. */
    Series load(Observation observation);

    void save(Observation observation, Series series);
}
