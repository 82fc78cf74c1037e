package io.lookback.benchmark.detection;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.evaluate.Labeled;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The labeled series of a folder: {@code nab} (Numenta Anomaly Benchmark: {@code data/} and {@code windows.json}),
 * {@code cloud-monitoring} (Microsoft's Cloud Monitoring Dataset: series by the hour and by the minute), {@code smd}
 * (Server Machine Dataset: {@code train/}, {@code test/} and {@code test_label/}), and {@code more}, a folder a kind, whose
 * files have a column {@code label}. Beside them {@code contextual}, which is generated ({@link Context}).
 */
final class LabeledSeries {

    static final String NAB = "nab";
    private static final String CLOUD = "cloud";
    private static final String SMD = "smd";

    private static final String CONTEXTUAL = "contextual";

    /** Of each sort of {@link Context}, predictable and unpredictable. */
    private static final int GENERATED = 10;

    static final String ALL = NAB + "," + CLOUD + ",aiops,wsd,asd,jumpstarter," + SMD + "," + CONTEXTUAL;

    private static final TypeReference<Map<String, List<List<String>>>> WINDOWS = new TypeReference<>() {};
    private static final double MILLIS_PER_DAY = 86_400_000;
    private static final long MINUTE = 60_000;
    /** Series with fewer rows a day count as hourly ones. */
    private static final double HOURLY = 30;

    private static final Terms TERMS = new Terms(100, 1, 10);
    private static final Terms HOURLY_TERMS = new Terms(20, 1, 3);

    /** Rows at the beginning of a file that are not labeled, by kind. */
    private static final Map<String, Integer> HISTORY = Map.of("asd", 4_320, "jumpstarter", 7_200);

    private LabeledSeries() {}

    /** @param names as in {@link #ALL} */
    static List<Kind> read(Path folder, List<String> names) throws IOException {
        List<Kind> kinds = new ArrayList<>();
        for (String name : names) {
            List<Trial> trials = switch (name) {
                case NAB -> nab(folder.resolve(NAB));
                case CLOUD -> cloud(folder);
                case SMD -> smd(folder);
                case CONTEXTUAL -> Context.trials(GENERATED);
                case "aiops", "wsd", "asd", "jumpstarter" -> more(folder, name);
                default ->
                    throw new IllegalArgumentException(
                            String.format(Locale.ROOT, "There is no kind '%s': give some of %s", name, ALL));
            };
            kinds.add(new Kind(name, corpora(name, trials)));
        }
        return kinds;
    }

    /** Series of one density share a threshold; those of NAB share one anyway, as it asks. */
    private static List<Corpus> corpora(String name, List<Trial> trials) {
        if (name.equals(NAB)) {
            return List.of(new Corpus(name, trials, TERMS));
        }
        if (name.equals(CONTEXTUAL)) {
            return List.of(new Corpus(name, trials, Context.TERMS));
        }
        Map<Long, List<Trial>> byDensity = trials.stream()
                .collect(Collectors.groupingBy(
                        trial -> Math.round(trial.readings().rowsPerDay()), TreeMap::new, Collectors.toList()));
        return byDensity.entrySet().stream()
                .map(each -> new Corpus(
                        name + ", " + each.getKey() + " records a day",
                        each.getValue(),
                        each.getKey() < HOURLY ? HOURLY_TERMS : TERMS))
                .toList();
    }

    private static List<Trial> nab(Path folder) throws IOException {
        Map<String, List<List<String>>> windows =
                new ObjectMapper().readValue(folder.resolve("windows.json").toFile(), WINDOWS);
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("data"))) {
            String name = folder.resolve("data").relativize(file).toString();
            Readings readings = csv(file).readings();
            trials.add(Trial.of(name, readings, spans(windows.getOrDefault(name, List.of()), readings.times())));
        }
        return trials;
    }

    private static List<Trial> cloud(Path folder) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("cloud-monitoring"))) {
            trials.add(new Trial(csv(file), 0));
        }
        for (Path file : files(folder.resolve("more/cloud-minute"))) {
            trials.add(new Trial(csv(file), 0));
        }
        return trials;
    }

    private static List<Trial> more(Path folder, String kind) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("more").resolve(kind))) {
            Labeled series = csv(file);
            int rows = series.readings().rows();
            trials.add(new Trial(series, rows - HISTORY.getOrDefault(kind, rows)));
        }
        return trials;
    }

    /** The first half of each has no labels. */
    private static List<Trial> smd(Path folder) throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (Path file : files(folder.resolve("smd/test"))) {
            trials.add(machine(folder.resolve(SMD), file.getFileName().toString()));
        }
        for (Path file : files(folder.resolve("more/smd"))) {
            Labeled series = csv(file);
            trials.add(new Trial(series, series.readings().rows() / 2));
        }
        return trials;
    }

    private static Trial machine(Path folder, String name) throws IOException {
        List<String> rows =
                new ArrayList<>(Files.readAllLines(folder.resolve("train").resolve(name)));
        int unjudged = rows.size();
        rows.addAll(Files.readAllLines(folder.resolve("test").resolve(name)));
        List<String> labels = Files.readAllLines(folder.resolve("test_label").resolve(name));
        boolean[] labeled = new boolean[rows.size()];
        for (int row = 0; row < labels.size(); row++) {
            labeled[unjudged + row] = labels.get(row).strip().equals("1");
        }
        return new Trial(new Labeled(name, machine(rows), Span.runs(labeled)), unjudged);
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

    /** A file of one series; a column {@code label} says what is wrong. */
    static Labeled csv(Path file) {
        List<CsvRow.Usable> rows = new ArrayList<>();
        try (CsvSeries series = CsvSeries.open(file, Duration.ofMillis(MINUTE))) {
            series.forEachRemaining(row -> {
                if (row instanceof CsvRow.Usable usable) {
                    rows.add(usable);
                }
            });
        }
        long[] times = rows.stream().mapToLong(CsvRow.Usable::time).toArray();
        List<double[]> features = IntStream.range(0, rows.get(0).values().size())
                .mapToObj(f ->
                        rows.stream().mapToDouble(row -> row.values().at(f)).toArray())
                .toList();
        boolean[] labeled = new boolean[rows.size()];
        for (int row = 0; row < labeled.length; row++) {
            labeled[row] = rows.get(row).labeled();
        }
        return new Labeled(
                file.getFileName().toString(), new Readings(times, features, rowsPerDay(times)), Span.runs(labeled));
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

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(csv|txt)") && Files.isRegularFile(file))
                    .filter(file -> !file.getFileName().toString().startsWith("LICENSE"))
                    .sorted()
                    .toList();
        }
    }
}
