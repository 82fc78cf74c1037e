package io.lookback.cli.choose;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.cli.estimate.SeriesSize;
import io.lookback.cli.skill.Lockstep;
import io.lookback.cli.skill.Track;
import io.lookback.event.Observation;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import io.lookback.job.TypicalSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a candidate takes on this machine, with its histories full. Generated records do: what a step costs does not depend
 * on what it sees.
 *
 * @param micros of one core for a record, without Kafka and Flink
 * @param size of one series
 */
record Cost(double micros, SeriesSize size) {

    /** Rows of all tracks together while a cell is timed, so that long histories do not take minutes. */
    private static final int MOST_ROWS = 1 << 15;

    private static final int LARGEST_WAVE = 64;
    private static final int FEWEST_RECORDS = 1_000;

    /** Of the records, of which the last ones count. */
    private static final int TIMED_SHARE = 4;

    /** Those of all candidates: what they share is timed once. */
    static List<Cost> of(List<Candidate> candidates, FlowSpec flow, int features, long series) {
        double shared = withoutCells(flow, features);
        List<Cost> costs = new ArrayList<>();
        for (Candidate candidate : candidates) {
            double cell = 0;
            for (Cell loaded : candidate.load()) {
                cell += micros(loaded, flow, features, series);
            }
            costs.add(new Cost(shared + features * cell, size(candidate.cells(), flow, features)));
        }
        return costs;
    }

    private static SeriesSize size(List<CellSpec> cells, FlowSpec flow, int features) {
        return SeriesSize.after(
                        List.of((long) records(flow)),
                        flow.toBuilder().cells(cells).build(),
                        features)
                .get(0);
    }

    /** By then every history is full and slides. */
    private static int records(FlowSpec flow) {
        return Math.max(FEWEST_RECORDS, flow.history().bound().maxSteps() * TIMED_SHARE / (TIMED_SHARE - 1));
    }

    /** A step of one feature in waves of as many series as there are, within reason. */
    private static double micros(Cell cell, FlowSpec flow, int features, long series) {
        int rows = records(flow);
        long most = Math.min(LARGEST_WAVE, Math.max(1, MOST_ROWS / rows));
        int wave = (int) Math.max(1, Math.min(most, series * features));
        Track track = generated(rows);
        try (Lockstep lockstep =
                new Lockstep(List.of(cell.withHistory(flow.history().bound())), rows - rows / TIMED_SHARE)) {
            lockstep.run(Collections.nCopies(wave, track), (index, moment, x) -> {});
            return lockstep.microseconds().get(0);
        }
    }

    private static Track generated(int rows) {
        TypicalSeries records = new TypicalSeries(1);
        long[] times = new long[rows];
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            Observation next = records.next();
            times[row] = next.time();
            values[row] = next.values().at(0);
        }
        return new Track("generated", times, values);
    }

    /** Normalization, simple forecasts, detection and alerts. */
    private static double withoutCells(FlowSpec flow, int features) {
        TypicalSeries records = new TypicalSeries(features);
        long begun = 0;
        int timed = FEWEST_RECORDS / TIMED_SHARE;
        int all = TIMED_SHARE * FEWEST_RECORDS;
        try (SeriesLife life = new SeriesLife(flow.toBuilder().cells(List.of()).build())) {
            for (int record = 0; record < all; record++) {
                if (record == all - timed) {
                    begun = System.nanoTime();
                }
                life.live(records.next());
            }
            return (System.nanoTime() - begun) / 1e3 / timed;
        }
    }
}
