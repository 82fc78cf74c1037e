package io.lookback.benchmark.detection;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.evaluate.Labelled;
import io.lookback.cli.evaluate.Readings;
import io.lookback.cli.evaluate.Span;
import io.lookback.cli.evaluate.Terms;
import io.lookback.cli.files.CsvRow;
import io.lookback.cli.files.CsvSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The labelled series of a folder: {@code nab} (Numenta Anomaly Benchmark: {@code data/} and {@code windows.json}),
 * {@code cloud-monitoring} (Microsoft's Cloud Monitoring Dataset: its hourly series, and its minute series under a kind of
 * their own) and {@code smd} (Server Machine Dataset: {@code train/}, {@code test/} and {@code test_label/}).
 */
final class LabelledSeries {

    private static final String NAB = "nab";
    private static final String CLOUD = "cloud-monitoring";
    private static final String CLOUD_MINUTE = "cloud-monitoring-minute";
    private static final String SMD = "smd";

    /** Kinds of which some rows are labelled. */
    static final String WITH_EVENTS = NAB + "," + CLOUD + "," + SMD;

    static final String ALL = NAB + "," + CLOUD + "," + CLOUD_MINUTE + "," + SMD;

    private static final TypeReference<Map<String, List<List<String>>>> WINDOWS = new TypeReference<>() {};
    private static final double MILLIS_PER_DAY = 86_400_000;
    private static final long MINUTE = 60_000;
    private static final int HOURS_PER_DAY = 24;
    private static final int MINUTES_PER_DAY = 1440;

    private static final Terms NAB_TERMS = new Terms(100, 0.1, 10);
    private static final Terms CLOUD_TERMS = new Terms(20, 0.1, 3);
    private static final Terms SMD_TERMS = new Terms(100, 1, 10);

    private LabelledSeries() {}

    /** @param kinds as in {@link #ALL} */
    static List<Corpus> read(Path folder, List<String> kinds) throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        for (String kind : kinds) {
            corpora.add(
                    switch (kind) {
                        case NAB -> nab(folder.resolve(NAB));
                        case CLOUD -> cloud(folder.resolve(CLOUD), "hourly", HOURS_PER_DAY);
                        case CLOUD_MINUTE -> cloud(folder.resolve(CLOUD), "minute", MINUTES_PER_DAY);
                        case SMD -> smd(folder.resolve(SMD));
                        default ->
                            throw new IllegalArgumentException(
                                    String.format(Locale.ROOT, "There is no kind '%s': give some of %s", kind, ALL));
                    });
        }
        return corpora;
    }

    private static Corpus nab(Path folder) throws IOException {
        Map<String, List<List<String>>> windows =
                new ObjectMapper().readValue(folder.resolve("windows.json").toFile(), WINDOWS);
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("data"))) {
            String name = folder.resolve("data").relativize(file).toString();
            Readings readings = csv(file).readings();
            trials.add(Trial.of(name, readings, spans(windows.getOrDefault(name, List.of()), readings.times())));
        }
        return new Corpus("NAB", trials, NAB_TERMS);
    }

    /** Those with so many rows a day. Only the hourly ones carry events. */
    private static Corpus cloud(Path folder, String name, int rowsPerDay) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder)) {
            Labelled series = csv(file);
            if (Math.round(series.readings().rowsPerDay()) == rowsPerDay) {
                trials.add(new Trial(series, 0));
            }
        }
        return new Corpus("Cloud monitoring, " + name, trials, CLOUD_TERMS);
    }

    /** The first half has no labels. */
    private static Corpus smd(Path folder) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("test"))) {
            String name = file.getFileName().toString();
            List<String> rows =
                    new ArrayList<>(Files.readAllLines(folder.resolve("train").resolve(name)));
            int unjudged = rows.size();
            rows.addAll(Files.readAllLines(file));
            List<String> labels =
                    Files.readAllLines(folder.resolve("test_label").resolve(name));
            boolean[] labelled = new boolean[rows.size()];
            for (int row = 0; row < labels.size(); row++) {
                labelled[unjudged + row] = labels.get(row).strip().equals("1");
            }
            trials.add(new Trial(new Labelled(name, machine(rows), Span.runs(labelled)), unjudged));
        }
        return new Corpus("SMD, 38 features", trials, SMD_TERMS);
    }

    private static Readings machine(List<String> rows) {
        double[][] values = rows.stream()
                .map(row -> Arrays.stream(row.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
        List<double[]> features = IntStream.range(0, values[0].length)
                .mapToObj(feature ->
                        Arrays.stream(values).mapToDouble(row -> row[feature]).toArray())
                .toList();
        long[] times =
                LongStream.range(0, values.length).map(row -> row * MINUTE).toArray();
        return new Readings(times, features, MILLIS_PER_DAY / MINUTE);
    }

    private static Labelled csv(Path file) {
        List<CsvRow.Usable> rows = new ArrayList<>();
        try (CsvSeries series = CsvSeries.open(file, Duration.ofMillis(MINUTE))) {
            series.forEachRemaining(row -> {
                if (row instanceof CsvRow.Usable usable) {
                    rows.add(usable);
                }
            });
        }
        long[] times = rows.stream().mapToLong(CsvRow.Usable::time).toArray();
        double[] values = rows.stream().mapToDouble(row -> row.values().at(0)).toArray();
        boolean[] labelled = new boolean[rows.size()];
        for (int row = 0; row < labelled.length; row++) {
            labelled[row] = rows.get(row).labelled();
        }
        return new Labelled(
                file.getFileName().toString(),
                new Readings(times, List.of(values), rowsPerDay(times)),
                Span.runs(labelled));
    }

    private static double rowsPerDay(long[] times) {
        long[] gaps = IntStream.range(1, times.length)
                .mapToLong(row -> times[row] - times[row - 1])
                .filter(gap -> gap > 0)
                .sorted()
                .toArray();
        return MILLIS_PER_DAY / gaps[gaps.length / 2];
    }

    private static List<Span> spans(List<List<String>> windows, long[] times) {
        List<Span> spans = new ArrayList<>();
        for (List<String> window : windows) {
            int[] rows = IntStream.range(0, times.length)
                    .filter(row -> times[row] >= millis(window.get(0)) && times[row] <= millis(window.get(1)))
                    .toArray();
            spans.add(new Span(rows[0], rows[rows.length - 1]));
        }
        return spans;
    }

    private static long millis(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(csv|txt)") && Files.isRegularFile(file))
                    .filter(file -> !file.getFileName().toString().startsWith("LICENSE"))
                    .sorted()
                    .toList();
        }
    }
}
