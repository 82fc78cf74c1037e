package io.lookback.series;

import io.lookback.event.Observation;
import io.lookback.memory.RowPages;

/** Where series live between two steps: Flink's keyed state in a job, a map in a test. */
public interface SeriesStore {

    /** There is room for a further series. */
    long ENOUGH = Long.MAX_VALUE;

    /** The observation's series, a fresh one if it is its first. */
    Series load(Observation observation);

    /**
     * Asked before a series begins with this observation; what it then begins is saved in the same wave.
     *
     * @return {@link #ENOUGH}, or the number of series that are there and leave no room for it
     */
    default long roomFor(Observation observation) {
        return ENOUGH;
    }

    /** Where the rows of one cell's memory of one channel live. */
    RowPages rows(Observation observation, int cell, int channel);

    /**
     * Told when a step changed how many rows a cell keeps of a series.
     *
     * @param rows gained, all channels together; negative for rows that left
     */
    default void resized(Observation observation, int cell, int rows) {}

    void save(Observation observation, Series series);
}
