package io.lookback.cli.report;

import io.lookback.cli.CliException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a report is told, as options. */
public final class ReportOptions {

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "Also write one HTML file that shows every series with its scores and alerts, and, where there are labels, how well they were met. It needs no network.")
    private @Nullable Path file;

    @Option(
            names = "--labels",
            paramLabel = "FILE.json",
            description =
                    "With --report: labelled windows by file, as the Numenta Anomaly Benchmark writes them (default: the files' own column label).")
    private @Nullable Path labels;

    @Option(
            names = "--report-false-alarms",
            paramLabel = "N",
            defaultValue = "0.1",
            description =
                    "With --report: false alarms a day and series at which found events are counted (default: ${DEFAULT-VALUE}).")
    private double falseAlarmsPerDay;

    @Option(
            names = "--report-buffer",
            paramLabel = "ROWS",
            defaultValue = "100",
            description = "With --report: largest buffer of VUS-PR (default: ${DEFAULT-VALUE}).")
    private int buffer;

    @Option(
            names = "--report-points",
            paramLabel = "N",
            defaultValue = "240000",
            description =
                    "With --report: points of all series together that it draws; longer series are thinned out (default: ${DEFAULT-VALUE}).")
    private int points;

    /** Where the report goes; empty if none is asked for. */
    public Optional<Path> file() {
        if (file == null && labels != null) {
            throw new CliException("--labels needs --report FILE.html.");
        }
        return Optional.ofNullable(file);
    }

    Optional<Path> labels() {
        return Optional.ofNullable(labels);
    }

    double falseAlarmsPerDay() {
        return falseAlarmsPerDay;
    }

    int buffer() {
        return buffer;
    }

    /** Points of each of that many series. */
    int pointsPerSeries(int series) {
        return Math.max(200, points / Math.max(1, series));
    }
}
