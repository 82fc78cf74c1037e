package io.lookback.cli.choose;

import io.lookback.cell.Cell;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.CliException;
import io.lookback.cli.DurationConverter;
import io.lookback.cli.OptionRange;
import io.lookback.cli.choose.Choice.Measured;
import io.lookback.cli.files.SeriesFile;
import io.lookback.cli.skill.Track;
import io.lookback.event.InputFiles;
import io.lookback.job.JobConfig;
import io.lookback.wire.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recommends a cell for somebody's own series. */
@Command(
        name = "choose",
        description = {
            "Recommends a cell for your series and your machine, by measurement: it forecasts your series with every cell that has a model, and without one, and measures time and memory here.",
            "",
            "Give files with --data, or a job's settings with --config: then it reads the latest records of the job's topic. Writes nothing to Kafka.",
        })
public final class ChooseCommand implements Callable<Integer> {

    private static final List<String> NO_TOPIC = List.of("kafka.bootstrap=none:9092", "input.topic=none");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "FILE|DIR",
            description = "CSV file, or a folder of them, as for backtest (default: the topic of --config).")
    private @Nullable Path data;

    @Option(names = "--config", paramLabel = "FILE", description = "The job's settings in YAML.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as history.max-steps=256; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Kinds with a shipped model to try (default: all of them).")
    private @Nullable List<String> kinds;

    @Option(
            names = "--model",
            paramLabel = "KIND=FILE",
            description = "A model of your own to try, such as gru=gru.onnx; may be repeated.")
    private List<String> models = List.of();

    @Option(
            names = "--records-per-second",
            paramLabel = "N",
            description = "Records that come in a second, all series together (default: any number will do).")
    private @Nullable Double recordsPerSecond;

    @Option(names = "--series", paramLabel = "N", description = "Series of the job (default: those in the data).")
    private @Nullable Long series;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory for state, such as 512mb or 8gb (default: any amount will do).")
    private @Nullable String memory;

    @Option(names = "--cores", paramLabel = "N", description = "Cores of the job (default: those of this machine).")
    private int cores = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "32",
            description = "Most features to forecast, spread over all series (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "4000",
            description =
                    "Most rows of a file, its first, or of each of --sample features of a topic, its latest (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "Time between rows of files without timestamps (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(names = "--out", paramLabel = "FILE", description = "File for the recommended section of the settings.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        requirePositive();
        JobConfig job = job();
        FoundTracks found = found(job);
        List<Track> tracks = found.usable(sample);
        if (tracks.isEmpty()) {
            throw new CliException(
                    "No feature of the data has 300 values and moves: nothing can be compared. Give longer series.");
        }
        long counted = series == null ? Math.max(1, found.series()) : series;
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                Locale.ROOT,
                "%,d series; %d of %,d features are forecast, %,d values; figures after the first fifth of each.%n",
                found.series(),
                tracks.size(),
                found.tracks().size(),
                values(tracks));
        ChooseReport report = measure(job, tracks, found.features(), counted);
        report.print(console);
        write(report.choice().recommended().candidate());
        return 0;
    }

    private ChooseReport measure(JobConfig job, List<Track> tracks, int features, long counted) {
        List<Candidate> candidates = candidates();
        List<List<Cell>> loaded = candidates.stream()
                .map(candidate -> candidate.load().stream()
                        .map(cell -> cell.withHistory(job.flow().history().bound()))
                        .toList())
                .toList();
        List<Skill> skills = watched(tracks, watcher -> Skill.of(loaded, tracks, watcher));
        List<Cost> costs = Cost.of(candidates, job.flow(), features, counted);
        Budget budget = Budget.of(job, rate(), counted, memory(), cores);
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Cost cost = costs.get(i);
            measured.add(new Measured(candidates.get(i), skills.get(i), cost, budget.excludes(cost)));
        }
        requireOne(measured);
        return new ChooseReport(measured, Choice.among(measured), tree(job, tracks, measured, budget), budget);
    }

    private static DecisionTree tree(JobConfig job, List<Track> tracks, List<Measured> measured, Budget budget) {
        // Without a cell with a history among the candidates, the dearest one stands for it.
        Cost history = measured.stream()
                .map(Measured::cost)
                .max((a, b) -> Long.compare(a.size().heap(), b.size().heap()))
                .orElseThrow();
        return DecisionTree.of(
                tracks.stream().map(Order::of).toList(),
                budget,
                job.flow().history().bound().maxSteps(),
                history);
    }

    private static void requireOne(List<Measured> measured) {
        if (measured.stream().noneMatch(each -> each.excluded().isEmpty())) {
            Measured least = measured.get(0);
            throw new CliException(String.format(
                    Locale.ROOT,
                    "The machine can run none of the candidates: '%s' %s. Give more memory or cores, fewer series, or state.backend=rocksdb.",
                    least.candidate().name(),
                    least.excluded().orElse("")));
        }
    }

    /** Something that takes a while. */
    private interface Watched {
        List<Skill> run(Skill.Watcher watcher);
    }

    private static List<Skill> watched(List<Track> tracks, Watched work) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("Forecasting")
                .setInitialMax(values(tracks))
                .setUnit(" values", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .showSpeed()
                .build()) {
            List<Skill> skills = work.run(bar::stepTo);
            bar.stepTo(bar.getMax());
            return skills;
        }
    }

    private static long values(List<Track> tracks) {
        return tracks.stream().mapToLong(Track::length).sum();
    }

    private JobConfig job() {
        if (data == null && config == null) {
            throw new CliException(
                    "Give --data with files, or --config with the settings of a job whose topic to read.");
        }
        List<String> told = new ArrayList<>(config == null ? NO_TOPIC : List.of());
        told.addAll(settings);
        return JobConfig.load(Optional.ofNullable(config), told);
    }

    private FoundTracks found(JobConfig job) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (data == null) {
            requireOutputApart(List.of());
            return TopicTracks.of(job, Math.multiplyExact(rows, sample), err::println);
        }
        List<SeriesFile> files = SeriesFile.find(data, skipped -> err.println(Printable.line("Skipped: " + skipped)));
        requireOutputApart(files);
        return FoundTracks.of(files, interval, rows);
    }

    private void requireOutputApart(List<SeriesFile> files) {
        if (out == null) {
            return;
        }
        InputFiles read = new InputFiles();
        files.forEach(file -> read.add(file.file()));
        models.forEach(model -> read.add(Path.of(model.substring(model.indexOf('=') + 1))));
        read.add(config);
        read.fault("--out", out).ifPresent(CliException::raise);
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>(List.of(Candidate.NONE));
        (kinds == null ? CellRegistry.shipped() : kinds)
                .forEach(kind -> candidates.add(Candidate.of(CellSpec.shipped(kind))));
        for (String model : models) {
            int equals = model.indexOf('=');
            if (equals < 1) {
                throw new CliException(String.format(
                        Locale.ROOT, "--model is '%s': give a kind and a file, such as gru=gru.onnx.", model));
            }
            candidates.add(Candidate.of(new CellSpec(model.substring(0, equals), model.substring(equals + 1))));
        }
        return candidates;
    }

    private OptionalDouble rate() {
        return recordsPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(recordsPerSecond);
    }

    private OptionalLong memory() {
        if (memory == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(MemorySize.parse(memory).getBytes());
        } catch (IllegalArgumentException wrong) {
            throw new CliException(
                    String.format(Locale.ROOT, "--memory is '%s': give a size such as 512mb or 8gb.", memory), wrong);
        }
    }

    private void requirePositive() {
        OptionRange.requirePositive("--series", series == null ? 1 : series);
        OptionRange.requirePositive("--cores", cores);
        OptionRange.requirePositive("--sample", sample);
        OptionRange.requirePositive("--rows", rows);
        if (recordsPerSecond != null && !(recordsPerSecond > 0)) {
            throw new CliException(
                    String.format(Locale.ROOT, "--records-per-second is %s: give more than 0.", recordsPerSecond));
        }
    }

    private void write(Candidate recommended) throws IOException {
        if (out != null) {
            Files.writeString(
                    out, String.format(Locale.ROOT, "# Recommended by lookback choose.%n%s%n", recommended.yaml()));
            spec.commandLine().getOut().printf(Locale.ROOT, "Written to %s%n", out);
            spec.commandLine().getOut().flush();
        }
    }
}
