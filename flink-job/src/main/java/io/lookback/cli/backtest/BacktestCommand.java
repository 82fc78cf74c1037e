package io.lookback.cli.backtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.AttendedSteps;
import io.lookback.cli.CliException;
import io.lookback.cli.DurationConverter;
import io.lookback.cli.OutputPaths;
import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.report.Report;
import io.lookback.cli.report.ReportOptions;
import io.lookback.cli.report.Summary;
import io.lookback.event.InputFiles;
import io.lookback.flow.FlowSpec;
import io.lookback.job.JobConfig;
import io.lookback.wire.Printable;
import io.lookback.wire.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores files. */
@Command(
        name = "backtest",
        description = {
            "Scores CSV files with the operators of the streaming job, without Kafka.",
            "",
            "Every row of the input becomes one row of the output, in order: timestamp, values, anomaly_score (0..1), severity (0..1), anomaly (0 or 1), expected, lower, upper and status of the row. Values are written as 1234.5; a column of the input that is called like one of these, or series, ends in _input. Where a row has several values, the scores belong to the one named by the column feature. A row that cannot be read keeps empty cells. A file is one series, named by its path; a file of one row for each metric and instant holds one for each metric. The detector sees it strictly in the order of its rows and never sees a column named label.",
        })
public final class BacktestCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String EVALUATION = "evaluation.json";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE|DIR",
            description =
                    "CSV file, or a folder whose .csv, .txt and .tsv files are searched. The column that is called time, or the first that holds times, is the timestamp (ISO, epoch seconds to nanoseconds, dates such as 31.12.2026 or 12/31/2026 with or without AM and PM; UTC where it names no zone), other columns of numbers are the values (1234.5, 1,234.5, 1.234,5 or with a percent sign).")
    private Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the scored files, laid out like the input.")
    private Path out;

    @Option(
            names = "--index",
            paramLabel = "FILE",
            description =
                    "Also write a line of JSON for each series: its name (series) and its scored file below --out (file).")
    private @Nullable Path index;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "Time between rows of files without timestamps, such as 60s, 5m or 1h (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(names = "--parallelism", paramLabel = "N", description = "Subtasks (default: the number of processors).")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A job's settings in YAML; those of cells, detection and zone count here.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as detection.warm-up=200; may be repeated.")
    private List<String> settings = List.of();

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws Exception {
        reporting.requireRanges();
        PrintWriter err = spec.commandLine().getErr();
        List<SeriesFile> files = SeriesFile.find(data, skipped -> err.println(Printable.line("Skipped: " + skipped)));
        requireOutputApart(files);
        if (reporting.wanted()) {
            try (Report report = Report.prepare(files, interval, reporting)) {
                requireScores(files, score(files, report.recordings()));
                judge(report);
            }
        } else {
            requireScores(files, score(files, Map.of()));
        }
        if (index != null) {
            writeIndex(files, index);
        }
        return 0;
    }

    private static void writeIndex(List<SeriesFile> files, Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        for (SeriesFile file : files) {
            lines.add(JSON.createObjectNode()
                    .put("series", file.series())
                    .put("file", file.relative())
                    .toString());
        }
        Files.write(target, lines);
    }

    /** A file that cannot be read must not look like one without anomalies. */
    private void requireScores(List<SeriesFile> files, Backtest.Result result) {
        if (result.unusable() == 0) {
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        UnusableRows.find(files, interval).forEach(reason -> err.println(Printable.line(reason)));
        err.flush();
        if (result.rows() == result.unusable()) {
            throw new CliException(String.format(Locale.ROOT, "None of the %d rows could be scored.", result.rows()));
        }
    }

    private void judge(Report report) throws IOException {
        PrintWriter console = spec.commandLine().getOut();
        Summary summary = report.evaluate(flow().detection(), setup());
        summary.print(console);
        Files.writeString(out.resolve(EVALUATION), summary.json());
        if (reporting.file().isPresent()) {
            Path target = reporting.file().get();
            report.write(target, summary);
            console.printf(Locale.ROOT, "Report: %s%n", target);
        }
        console.flush();
    }

    private Backtest.Result score(List<SeriesFile> files, Map<String, Path> recordings) throws Exception {
        long begin = System.nanoTime();
        Backtest.Result result = run(new Backtest(files, interval, out, flow(), parallelism, recordings));
        report(result, (System.nanoTime() - begin) / 1e9);
        return result;
    }

    private String setup() {
        String told = settings.isEmpty()
                ? "default settings"
                : settings.stream().map(Secrets::hideSetting).collect(Collectors.joining(", "));
        return config == null ? told : String.format(Locale.ROOT, "%s, %s", config.getFileName(), told);
    }

    /** The job's settings, but every row is to be scored, in the order of the file. */
    private FlowSpec flow() {
        List<String> told = new ArrayList<>(List.of("kafka.bootstrap=none:9092", "input.topic=none"));
        if (reporting.file().isPresent() && config == null) {
            told.addAll(AttendedSteps.shown(settings));
        }
        told.addAll(settings);
        told.addAll(List.of("order.max-out-of-orderness=0 s", "order.late=score", "order.duplicates=score"));
        return JobConfig.load(Optional.ofNullable(config), told).flow();
    }

    private Backtest.Result run(Backtest backtest) throws Exception {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Scoring")
                .setInitialMax(lines(backtest.files()))
                .setUnit(" rows", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .showSpeed()
                .build()) {
            Backtest.Result result = backtest.run(bar::stepTo);
            bar.maxHint(result.rows());
            return result;
        }
    }

    private void report(Backtest.Result result, double seconds) {
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%d series, %d rows scored in %.1f s (%.0f rows/s), %d without a score, %d anomalous: %s%n",
                result.series(),
                result.rows() - result.unusable(),
                seconds,
                result.rows() / seconds,
                result.unusable(),
                result.anomalies(),
                out);
        console.flush();
    }

    private void requireOutputApart(List<SeriesFile> files) {
        Path input = data.toAbsolutePath().normalize();
        Path output = out.toAbsolutePath().normalize();
        if (Files.isRegularFile(output)) {
            throw new CliException(String.format(Locale.ROOT, "--out %s is a file: give a folder.", out));
        }
        Path inputFolder = Files.isDirectory(input) ? input : input.getParent();
        if (output.equals(inputFolder)) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "--out %s is the folder of the input, whose files would be overwritten: give another.",
                    out));
        }
        InputFiles read = new InputFiles();
        files.forEach(file -> read.add(file.file()));
        read.add(config);
        reporting.labels().ifPresent(read::add);
        for (SeriesFile file : files) {
            read.fault("--out", out.resolve(file.relative())).ifPresent(CliException::raise);
        }
        Optional.ofNullable(index).flatMap(file -> read.fault("--index", file)).ifPresent(CliException::raise);
        reporting.file().flatMap(report -> read.fault("--report", report)).ifPresent(CliException::raise);
        requireApart(files);
        OutputPaths.requireFolder("--out", out);
        Optional.ofNullable(index).ifPresent(file -> OutputPaths.requireFile("--index", file));
        reporting.file().ifPresent(report -> OutputPaths.requireFile("--report", report));
    }

    /** One file for each thing that is written. */
    private void requireApart(List<SeriesFile> files) {
        Set<Path> written = new HashSet<>();
        written.add(whole(out.resolve(EVALUATION)));
        files.forEach(file -> written.add(whole(out.resolve(file.relative()))));
        reporting.file().ifPresent(report -> requireNew("--report", report, written));
        Optional.ofNullable(index).ifPresent(file -> requireNew("--index", file, written));
    }

    private static void requireNew(String option, Path file, Set<Path> written) {
        if (!written.add(whole(file))) {
            throw new CliException(String.format(
                    Locale.ROOT, "%s %s would overwrite what this command writes there. Give another.", option, file));
        }
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static long lines(List<SeriesFile> files) throws IOException {
        long lines = 0;
        for (String path : files.stream().map(SeriesFile::path).distinct().toList()) {
            try (Stream<String> text = Files.lines(Path.of(path), StandardCharsets.ISO_8859_1)) {
                lines += text.count();
            }
        }
        return lines;
    }
}
