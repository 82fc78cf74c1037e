package io.lookback.benchmark.history;

import io.lookback.benchmark.Medians;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What was found. */
record HistoryReport(Trial trial, List<Row> rows) {

    /**
     * @param rounds microseconds a step took, of each round
     */
    record Row(int history, Arm arm, List<Double> rounds) {

        double median() {
            return Medians.of(rounds);
        }
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%,d series, %,d steps of each%n", trial.series(), trial.steps());
        out.printf(
                Locale.ROOT,
                "%8s %-15s %10s %19s %8s %12s%n",
                "history",
                "rows from",
                "us a step",
                "range",
                "x hits",
                "a miss, us");
        for (Row row : rows) {
            double hits = of(row.history(), row.arm().withHits());
            out.printf(
                    Locale.ROOT,
                    "%8d %-15s %10.1f %8.1f - %8.1f %8.2f %12.1f%n",
                    row.history(),
                    row.arm(),
                    row.median(),
                    Collections.min(row.rounds()),
                    Collections.max(row.rounds()),
                    row.median() / hits,
                    row.median() - hits);
        }
        out.flush();
    }

    private double of(int history, Arm arm) {
        return rows.stream()
                .filter(row -> row.history() == history && row.arm() == arm)
                .mapToDouble(Row::median)
                .findFirst()
                .orElse(Double.NaN);
    }
}
