package io.lookback.series;

import io.lookback.custom.CustomMemory;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One admitted record on its way through a wave: the record, its series, and its rows in each cell's call. */
final class Step {

    static final int NO_ROW = -1;

    /** As it is scored. */
    final Observation observation;
    /** As it came: of counters their values, and not their rates. */
    final Observation raw;

    final SeriesCells seriesCells;
    final Series series;
    /** Before this record. */
    final SeriesStatus before;

    final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    /** {@code [cell][channel]}, {@link #NO_ROW} for a channel that this step does not advance. */
    final int[][] rows;
    /** {@code [channel]}, what the cells read; empty for a channel that this step does not advance. */
    final float[][] inputs;

    /** What the custom models remember after this record, in their order. */
    List<CustomMemory> custom = List.of();

    Step(Observation observation, Observation raw, SeriesCells seriesCells, Series series) {
        this.observation = observation;
        this.raw = raw;
        this.seriesCells = seriesCells;
        this.series = series;
        this.before = SeriesStatus.of(series);
        this.inputs = new float[observation.values().size()][];
        this.rows = new int[seriesCells.size()][observation.values().size()];
    }
}
