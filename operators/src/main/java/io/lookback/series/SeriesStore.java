package io.lookback.series;

import io.lookback.event.Observation;
import io.lookback.memory.RowPages;

/** Where series live between two steps: Flink's keyed state in a job, a map in a test. */
public interface SeriesStore {

    /**
     * The observation's series, a fresh one if it is its first.
     *
     * @param layout that it has from now on, if it had another one
     */
    Series load(Observation observation, SeriesLayout layout);

    /**
     * Makes room for the series that begins with this observation and is saved in the same wave.
     *
     * @return whether there was any
     */
    default boolean begin(Observation observation) {
        return true;
    }

    /** Where the rows of one cell's memory of one channel of a series live. */
    RowPages rows(String series, SeriesLayout.CellLayout cell, int channel);

    /**
     * Told when a step changed how many rows a cell keeps of a series.
     *
     * @param rows gained, all channels together; negative for rows that left
     */
    default void resized(Observation observation, int cell, int rows) {}

    void save(Observation observation, Series series);

    /** Writes what changed in the series since it was saved with this observation. */
    default void keep(Observation observation, Series series) {
        save(observation, series);
    }
}
