package io.lookback.benchmark.endtoend;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the benchmark found. */
record EndToEndReport(Workload workload, long records, int rounds, List<Row> rows) {

    /**
     * One contender.
     *
     * @param recordsPerSecond median of the rounds
     * @param rounds records per second of each
     * @param settledPerSeries records of each series before those that count
     * @param scoredPerSeries records of each series in the longest round
     * @param steady null where no load was put on
     */
    record Row(
            String contender,
            double recordsPerSecond,
            List<Double> rounds,
            double settledPerSeries,
            double scoredPerSeries,
            Runs.@Nullable Steady steady) {

        double slowest() {
            return rounds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }

        double fastest() {
            return rounds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        }
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d records of %,d series with %d features, %d rounds%n",
                records,
                workload.series(),
                workload.features(),
                rounds);
        printThroughput(out);
        printSteady(out);
        out.flush();
    }

    private void printThroughput(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%-20s %11s %21s %8s %8s %8s %14s%n",
                "throughput",
                "records/s",
                "slowest - fastest",
                "x pass",
                "x naive",
                "x rcf",
                "of each series");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,11.0f %,10.0f -%,9.0f %8.3f %8.2f %8.2f %,6.0f -%,6.0f%n",
                    row.contender(),
                    row.recordsPerSecond(),
                    row.slowest(),
                    row.fastest(),
                    row.recordsPerSecond() / rate(Contender.PASS_THROUGH),
                    row.recordsPerSecond() / rate(Contender.NAIVE),
                    row.recordsPerSecond() / rate(Contender.RCF),
                    row.settledPerSeries(),
                    row.scoredPerSeries());
        }
    }

    private void printSteady(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%n%-20s %11s %8s %8s %8s %8s %8s | %10s %10s %10s %7s%n",
                "latency (ms)",
                "records/s",
                "p50",
                "p99",
                "p99.9",
                "max",
                "missing",
                "B heap",
                "B direct",
                "B checkp.",
                "ms");
        for (Row row : rows) {
            if (row.steady() != null) {
                print(out, row.contender(), row.steady().latency(), row.steady().footprint());
            }
        }
    }

    /** Bytes are per series; the last column is how long the checkpoint took. */
    private static void print(PrintWriter out, String contender, Latency latency, Footprint footprint) {
        out.printf(
                Locale.ROOT,
                "%-20s %,11.0f %8.1f %8.1f %8.1f %8.1f %8d | %,10.0f %,10.0f %,10.0f %,7d%n",
                contender,
                latency.rate(),
                latency.p50(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                latency.missing(),
                footprint.heap(),
                footprint.direct(),
                footprint.checkpoint(),
                footprint.checkpointMillis());
    }

    private double rate(Contender contender) {
        return rows.stream()
                .filter(row -> row.contender().equals(contender.label()))
                .mapToDouble(Row::recordsPerSecond)
                .findFirst()
                .orElse(Double.NaN);
    }
}
