package io.lookback.cli.report;

import io.lookback.cli.CliException;
import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.Terms;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run is to be judged and shown, as options. */
public final class ReportOptions {

    /** Of a series, however many there are: fewer make no picture. */
    private static final int LEAST_ROWS = 200;

    @Option(
            names = "--evaluate",
            description =
                    "Also judge the scores by the labels, with simple detectors beside them: prints a table and writes evaluation.json into the output folder. --labels and --report ask for it, too.")
    private boolean evaluate;

    @Option(
            names = "--labels",
            paramLabel = "FILE.json",
            description =
                    "Labeled windows by file, as the Numenta Anomaly Benchmark writes them (default: the files' own column label, with 1 or 0, true or false, yes or no).")
    private @Nullable Path labels;

    @Option(
            names = "--baselines",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "windowed-gaussian,seasonal-naive,persistence",
            description =
                    "Detectors to judge beside: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). The forest takes minutes for 100,000 rows.")
    private List<Baseline> baselines = List.of();

    @Option(
            names = "--false-alarms-per-day",
            paramLabel = "N",
            defaultValue = "0.1",
            description =
                    "False alarms a day and series at which found events are counted (default: ${DEFAULT-VALUE}).")
    private double falseAlarmsPerDay;

    @Option(
            names = "--slot",
            paramLabel = "ROWS",
            defaultValue = "10",
            description =
                    "Rows that count as one false alarm, however many of them are detected (default: ${DEFAULT-VALUE}).")
    private int slot;

    @Option(
            names = "--buffer",
            paramLabel = "ROWS",
            defaultValue = "100",
            description = "Largest buffer of VUS-PR (default: ${DEFAULT-VALUE}).")
    private int buffer;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "Also write one HTML file that shows every series with its scores and alerts, and, where there are labels, how well they were met. It needs no network.")
    private @Nullable Path file;

    @Option(
            names = "--report-points",
            paramLabel = "N",
            defaultValue = "240000",
            description =
                    "With --report: values of all series and features together that it draws; longer series are thinned out (default: ${DEFAULT-VALUE}).")
    private int points;

    /** Whether anything of it is asked for. */
    public boolean wanted() {
        return evaluate || labels != null || file != null;
    }

    /** Where the report goes; empty if none is asked for. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The file of labeled windows; empty if the files have their own. */
    public Optional<Path> labels() {
        return Optional.ofNullable(labels);
    }

    List<Baseline> baselines() {
        return baselines;
    }

    /** @throws CliException if a number is out of its range */
    public void requireRanges() {
        require("--false-alarms-per-day", falseAlarmsPerDay >= 0, falseAlarmsPerDay, "0 or more");
        require("--slot", slot >= 1, slot, "1 or more");
        require("--buffer", buffer >= 0, buffer, "0 or more");
        require("--report-points", points >= 1, points, "1 or more");
    }

    Terms terms() {
        return new Terms(buffer, falseAlarmsPerDay, slot);
    }

    /** Rows to draw of one of that many series, each row with that many values. */
    int rowsPerSeries(int series, int features) {
        return Math.max(LEAST_ROWS, points / Math.max(1, series) / Math.max(1, features));
    }

    private static void require(String option, boolean met, Number found, String wanted) {
        if (!met) {
            throw new CliException(String.format(Locale.ROOT, "%s is %s: give %s.", option, found, wanted));
        }
    }
}
