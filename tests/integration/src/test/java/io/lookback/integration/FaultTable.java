package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was done to a job, and what became of its scores. */
final class FaultTable {

    private static final String LAYOUT = "%-44s %-14s %6s %9s %8s %9s %10s%n";

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    void print(Path file) throws IOException {
        StringBuilder text = new StringBuilder(
                LAYOUT.formatted("fault", "guarantee", "times", "expected", "missing", "repeated", "different"));
        for (Row row : rows) {
            text.append(LAYOUT.formatted(
                    row.fault(),
                    row.guarantee(),
                    row.times(),
                    row.expected(),
                    row.missing(),
                    row.repeated(),
                    row.different()));
        }
        System.out.print(text);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    /** Adds the row and requires that it holds. */
    void require(String fault, int times, ScoreSet expected, ScoreSet found) {
        Row row = Row.of(fault, "exactly-once", times, expected, found);
        add(row);
        assertThat(row.missing()).as("lost").isZero();
        assertThat(row.repeated()).as("duplicated").isZero();
        assertThat(row.different()).as("different").isZero();
    }

    /**
     * One fault.
     *
     * @param expected scores of the job that was left alone
     * @param repeated further scores of a record; with at-least-once each equals the first
     */
    record Row(String fault, String guarantee, int times, int expected, int missing, int repeated, int different) {

        static Row of(String fault, String guarantee, int times, ScoreSet expected, ScoreSet found) {
            return new Row(
                    fault,
                    guarantee,
                    times,
                    expected.values().size(),
                    found.missing(expected),
                    found.repeated(),
                    found.different(expected));
        }
    }
}
