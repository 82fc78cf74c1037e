package io.lookback.benchmark;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What {@link OperatorCommand} found.
 *
 * @param stateBytes a series, of the step that only touches state
 */
record OperatorReport(Load load, int stateBytes, List<Row> rows) {

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d records of %,d series, state of %,d bytes%n",
                load.records(),
                load.series(),
                stateBytes);
        out.printf(Locale.ROOT, "%-8s %12s %10s %10s%n", "step", "records/s", "x state", "x naive");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %,12.0f %10.3f %10.2f%n",
                    row.step(),
                    row.recordsPerSecond(),
                    row.toState(),
                    row.toNaive());
        }
        out.flush();
    }

    /**
     * @param recordsPerSecond median of the rounds
     * @param toState as a multiple of {@link Contender#STATE}
     * @param toNaive as a multiple of {@link Contender#NAIVE}
     * @param rounds records per second of each round
     */
    record Row(Contender step, double recordsPerSecond, double toState, double toNaive, List<Double> rounds) {}
}
