package io.lookback.benchmark.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the benchmark found. */
record EndToEndReport(Workload workload, long records, int rounds, List<Row> rows) {

    /**
     * One contender.
     *
     * @param recordsPerSecond median of the rounds
     * @param recordsPerSeries scored in the longest round
     */
    record Row(String contender, double recordsPerSecond, List<Double> rounds, double recordsPerSeries) {

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
                "%,d records of %,d series with %d features, %d rounds, medians%n",
                records,
                workload.series(),
                workload.features(),
                rounds);
        out.printf(
                "%-20s %11s %20s %8s %8s %8s %9s%n",
                "", "records/s", "slowest - fastest", "x pass", "x naive", "x rcf", "per series");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,11.0f %,9.0f - %,8.0f %8.3f %8.2f %8.2f %,9.0f%n",
                    row.contender(),
                    row.recordsPerSecond(),
                    row.slowest(),
                    row.fastest(),
                    row.recordsPerSecond() / rate(Entrant.PASS_THROUGH),
                    row.recordsPerSecond() / rate(Entrant.NAIVE),
                    row.recordsPerSecond() / rate(Entrant.RCF),
                    row.recordsPerSeries());
        }
        out.flush();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    private double rate(Entrant entrant) {
        return rows.stream()
                .filter(row -> row.contender().equals(entrant.label()))
                .mapToDouble(Row::recordsPerSecond)
                .findFirst()
                .orElse(Double.NaN);
    }
}
