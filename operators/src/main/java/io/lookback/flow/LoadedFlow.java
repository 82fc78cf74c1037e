package io.lookback.flow;

import io.lookback.cell.CellOptions;
import io.lookback.series.HorizonSpec;
import io.lookback.series.SeriesSpec;
import java.io.Serializable;

/**
 * A {@link FlowSpec} whose models were loaded and checked: what travels to the subtasks.
 *
 * @param series with the models
 * @param options of the models' executors
 */
record LoadedFlow(
        SeriesSpec series,
        CellOptions options,
        WaveSpec wave,
        RetentionSpec retention,
        SilenceSpec silence,
        HorizonSpec horizon)
        implements Serializable {

    /** @throws IllegalArgumentException if a model does not fit its cell, or this build is none for the device */
    static LoadedFlow of(FlowSpec spec) {
        spec.device().requireProvider();
        return new LoadedFlow(
                spec.series(), spec.options(), spec.wave(), spec.retention(), spec.silence(), spec.horizon());
    }
}
