package io.lookback.benchmark.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @param recordsPerSeries scored in the longest round
     * @param latency null where none was measured
     * @param footprint after the last round
     */
    record Row(
            String contender,
            double recordsPerSecond,
            List<Double> rounds,
            double recordsPerSeries,
            @Nullable Latency latency,
            Footprint footprint) {

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
        printLatency(out);
        printFootprint(out);
        out.flush();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    private void printThroughput(PrintWriter out) {
        out.printf(
                "%n%-20s %11s %21s %8s %8s %8s %11s%n",
                "throughput", "records/s", "slowest - fastest", "x pass", "x naive", "x rcf", "per series");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,11.0f %,10.0f -%,9.0f %8.3f %8.2f %8.2f %,11.0f%n",
                    row.contender(),
                    row.recordsPerSecond(),
                    row.slowest(),
                    row.fastest(),
                    row.recordsPerSecond() / rate(Entrant.PASS_THROUGH),
                    row.recordsPerSecond() / rate(Entrant.NAIVE),
                    row.recordsPerSecond() / rate(Entrant.RCF),
                    row.recordsPerSeries());
        }
    }

    private void printLatency(PrintWriter out) {
        out.printf(
                "%n%-20s %11s %9s %9s %9s %9s %9s%n",
                "latency, ms", "records/s", "p50", "p99", "p99.9", "max", "missing");
        for (Row row : rows) {
            if (row.latency() != null) {
                out.printf(
                        Locale.ROOT,
                        "%-20s %,11.0f %9.1f %9.1f %9.1f %9.1f %9d%n",
                        row.contender(),
                        row.latency().rate(),
                        row.latency().p50(),
                        row.latency().p99(),
                        row.latency().p999(),
                        row.latency().max(),
                        row.latency().missing());
            }
        }
    }

    private void printFootprint(PrintWriter out) {
        out.printf(
                "%n%-20s %11s %11s %11s %14s%n", "bytes per series", "heap", "direct", "checkpoint", "checkpoint ms");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,11.0f %,11.0f %,11.0f %,14d%n",
                    row.contender(),
                    row.footprint().heap(),
                    row.footprint().direct(),
                    row.footprint().checkpoint(),
                    row.footprint().checkpointMillis());
        }
    }

    private double rate(Entrant entrant) {
        return rows.stream()
                .filter(row -> row.contender().equals(entrant.label()))
                .mapToDouble(Row::recordsPerSecond)
                .findFirst()
                .orElse(Double.NaN);
    }
}
