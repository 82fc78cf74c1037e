package io.lookback.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lookback.cli.CliException;
import io.lookback.cli.broker.Trees;
import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.files.SeriesFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the report of a run from what {@link Recorder} taped. */
public final class Report implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SeriesFile> files;
    private final Duration interval;
    private final ReportOptions options;
    private final Path folder;
    private final @Nullable Windows windows;

    private Report(List<SeriesFile> files, Duration interval, ReportOptions options, Path folder) {
        this.files = files;
        this.interval = interval;
        this.options = options;
        this.folder = folder;
        this.windows = options.labels().map(Windows::read).orElse(null);
        requireLabels();
    }

    /**
     * Prepares a report before anything is scored, so that what is wrong with its options is known at once. The caller
     * closes it, which deletes the tapes.
     */
    public static Report prepare(List<SeriesFile> files, Duration interval, ReportOptions options) throws IOException {
        Path folder = Files.createTempDirectory("lookback-report-");
        try {
            return new Report(files, interval, options, folder);
        } catch (RuntimeException wrong) {
            Trees.delete(folder);
            throw wrong;
        }
    }

    /** The tape of each series. */
    public Map<String, Path> tapes() {
        Map<String, Path> tapes = new LinkedHashMap<>();
        for (SeriesFile file : files) {
            tapes.put(file.series(), folder.resolve(tapes.size() + ".tape"));
        }
        return tapes;
    }

    /**
     * Writes the report.
     *
     * @param setup how the series were scored, for a person
     * @return how well labels were met, empty without labels
     */
    public List<Evaluation> write(Path target, String setup) throws IOException {
        Judgement judgement = new Judgement();
        Map<String, Path> tapes = tapes();
        for (SeriesFile file : files) {
            Path tape = tapes.get(file.series());
            if (tape != null && Files.exists(tape)) {
                Source source = Source.read(file, interval, windows);
                judgement.add(file.series(), source, Tape.read(tape));
            }
        }
        List<Evaluation> evaluations = judgement.evaluate(options.buffer(), options.falseAlarmsPerDay());
        boolean labelled = evaluations.stream().anyMatch(each -> each.recall().events() > 0);
        List<Evaluation> shown = labelled ? evaluations : List.of();
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (Html html =
                Html.begin(Files.newBufferedWriter(target, StandardCharsets.UTF_8), "Lookback: report of a backtest")) {
            html.data("summary", summary(shown, judgement.series(), setup));
            for (SeriesFile file : files) {
                series(file, html);
            }
        }
        return shown;
    }

    @Override
    public void close() {
        Trees.delete(folder);
    }

    private void series(SeriesFile file, Html html) throws IOException {
        Path taped = tapes().get(file.series());
        if (taped == null || !Files.exists(taped)) {
            return;
        }
        Tape tape = Tape.read(taped);
        List<long[]> labels = Source.read(file, interval, windows).labelTimes();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            SeriesJson.write(file.series(), tape, labels, options.pointsPerSeries(files.size()), json);
        }
        html.data("series", text.toString());
    }

    private String summary(List<Evaluation> evaluations, List<String> series, String setup) throws IOException {
        ObjectNode summary = JSON.createObjectNode();
        summary.put("setup", setup);
        summary.put("falseAlarmsPerDay", options.falseAlarmsPerDay());
        summary.put("buffer", options.buffer());
        summary.set("series", JSON.valueToTree(series));
        var table = summary.putArray("detectors");
        for (Evaluation each : evaluations) {
            ObjectNode row = table.addObject();
            row.put("name", each.detector());
            row.put("nab", number(each.nab().score()));
            row.put("nabFound", each.nab().found());
            row.put("vusPr", number(each.meanVusPr()));
            row.set(
                    "volumes",
                    JSON.valueToTree(each.vusPr().stream().map(Report::number).toList()));
            row.put("found", each.recall().found());
            row.put("events", each.recall().events());
            row.put("falseAlarms", each.recall().falseAlarms());
            row.put("days", number(each.recall().days()));
            row.put("delay", number(each.recall().medianDelay()));
        }
        return JSON.writeValueAsString(summary);
    }

    private static @Nullable Double number(double number) {
        return Double.isFinite(number) ? number : null;
    }

    private void requireLabels() {
        if (windows != null && files.stream().noneMatch(windows::names)) {
            throw new CliException("--labels %s names none of the %d files, such as '%s'."
                    .formatted(
                            options.labels().orElseThrow(),
                            files.size(),
                            files.get(0).relative()));
        }
    }
}
