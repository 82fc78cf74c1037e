package io.lookback.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.CliException;
import io.lookback.cli.TemporaryFolder;
import io.lookback.cli.broker.Trees;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Terms;
import io.lookback.cli.files.SeriesFile;
import io.lookback.detection.DetectionSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges and shows a run by what {@link Recorder} recorded. */
public final class Report implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SeriesFile> files;
    private final Duration interval;
    private final ReportOptions options;
    private final Path folder;
    private final Terms terms;
    private final @Nullable Windows windows;

    private Report(List<SeriesFile> files, Duration interval, ReportOptions options, Path folder) {
        this.files = files;
        this.interval = interval;
        this.options = options;
        this.folder = folder;
        this.terms = options.terms();
        this.windows = options.labels().map(Windows::read).orElse(null);
        requireLabels();
    }

    /**
     * Prepares it before anything is scored, so that what is wrong with its options is known at once. The caller
     * closes it, which deletes the recordings.
     */
    public static Report prepare(List<SeriesFile> files, Duration interval, ReportOptions options) {
        Path folder = TemporaryFolder.create("report-");
        try {
            return new Report(files, interval, options, folder);
        } catch (RuntimeException wrong) {
            Trees.delete(folder);
            throw wrong;
        }
    }

    /** The recording of each series. */
    public Map<String, Path> recordings() {
        Map<String, Path> recordings = new LinkedHashMap<>();
        for (SeriesFile file : files) {
            recordings.put(file.series(), folder.resolve(recordings.size() + ".recording"));
        }
        return recordings;
    }

    /**
     * Judges the scores, and simple detectors beside them, by the labels.
     *
     * @param detection as the series were scored
     * @param setup how they were, for a person
     */
    public Summary evaluate(DetectionSpec detection, String setup) throws IOException {
        Judgment judgment = new Judgment();
        Map<String, Path> recordings = recordings();
        for (SeriesFile file : files) {
            Path recording = recordings.get(file.series());
            if (recording != null && Files.exists(recording)) {
                judgment.add(file.series(), Source.read(file, interval, windows), Recording.read(recording));
            }
        }
        List<Evaluation> evaluations =
                judgment.hasEvents() ? judgment.evaluate(options.baselines(), detection, terms) : List.of();
        return new Summary(setup, terms, judgment.series(), evaluations, judgment.warnings());
    }

    /** Writes the file that shows every series. */
    public void write(Path target, Summary summary) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (Html html =
                Html.begin(Files.newBufferedWriter(target, StandardCharsets.UTF_8), "Lookback: report of a backtest")) {
            html.data("summary", summary.json());
            for (SeriesFile file : files) {
                series(file, html);
            }
        }
    }

    @Override
    public void close() {
        Trees.delete(folder);
    }

    private void series(SeriesFile file, Html html) throws IOException {
        Path recorded = recordings().get(file.series());
        if (recorded == null || !Files.exists(recorded)) {
            return;
        }
        Recording recording = Recording.read(recorded);
        List<long[]> labels = Source.read(file, interval, windows).labelTimes();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            int rows = options.rowsPerSeries(files.size(), recording.features().size());
            SeriesJson.write(file.series(), recording, labels, rows, json);
        }
        html.data("series", text.toString());
    }

    private void requireLabels() {
        if (windows != null && files.stream().noneMatch(windows::names)) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "--labels %s names none of the %d files, such as '%s'.",
                    options.labels().orElseThrow(),
                    files.size(),
                    files.get(0).relative()));
        }
    }
}
