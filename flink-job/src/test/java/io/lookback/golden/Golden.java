package io.lookback.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A savepoint that a release wrote, with the input it was made from: the settings, what people told the job, the
 * records before it and those that come after. A folder {@code <release>-<number>} under
 * {@code src/test/resources/golden} each; it never changes.
 */
record Golden(Path folder) {

    private static final Path ALL = Path.of("src/test/resources/golden");

    private static final String SETTINGS = """
            # What the job was told that wrote the savepoint beside this file; brokers and topics come from the test.
            input: {format: csv, columns: [series, time, load, latency], values: [load, latency], start: earliest}
            cells: [lstm, self-attention-rnn, local-attention]
            history: {max-steps: 64, sinks: 8}
            order: {max-out-of-orderness: 5 min}
            detection: {warm-up: 100, refractory: 20}
            output: {format: json}
            state: {interval: 1 h}
            max-parallelism: 8
            parallelism: 2
            """;

    private static final List<String> TOLD = List.of("""
            rule-1 {"type": "rule", "series": "s[0-4]", "reason": "matches none"}""", """
            rule-2 {"type": "rule", "series": "?3", "feature": "load", "direction": "above", "min_relative": 1000,
             "from": "2023-11-14T00:00:00Z", "until": "2033-11-14T00:00:00Z", "reason": "known",
             "weekly": [{"days": ["tue", "wed"], "from": "00:00", "to": "00:00", "zone": "Europe/Berlin"}]}""", """
            rule-3 {"type": "rule", "series": "*4", "reason": "known, too"}""", """
            label-1 {"type": "label", "series": "s5", "verdict": "false-alarm", "from": "2023-11-14T22:00:00Z",
             "until": "2023-11-14T23:00:00Z"}""", """
            label-2 {"type": "label", "series": "s6", "verdict": "real", "from": "2023-11-14T22:00:00Z",
             "until": "2023-11-14T23:00:00Z", "reason": "seen"}""");

    /** Written before a series' alarms were counted. */
    private static final Set<String> UNCOUNTED = Set.of("0.1.0-1", "0.1.0-2");

    /** Their open alerts do not know which features had to do with them. */
    private static final Set<String> UNSHARED = Set.of("0.1.0-1", "0.1.0-2", "0.1.0-3", "0.1.0-4", "0.1.0-5");

    /** Written before the heights of a series' alarms were known. */
    private static final Set<String> UNMEASURED = Set.of("0.1.0-3", "0.1.0-4", "0.1.0-5", "0.1.0-6", "0.1.0-7");

    /** With an alert open whose peak was scored before young series had to rise higher. */
    private static final Set<String> SCORED_YOUNG = Set.of("0.1.0-3", "0.1.0-4", "0.1.0-5", "0.1.0-6");

    /** Written when severities were on another scale, which are held for some dozens of records. */
    private static final Set<String> OTHERWISE_SEVERE = Set.of("0.1.0-1", "0.1.0-2", "0.1.0-3");

    private static final int SERIES = 10;
    private static final int BEFORE = 140;
    private static final int AFTER = 60;
    private static final long MINUTE = 60_000;

    static List<Golden> released() {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.sorted().map(Golden::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new folder with settings and input, without the savepoint. */
    static Golden begin(String name) throws IOException {
        Golden golden = new Golden(ALL.resolve(name));
        Files.createDirectories(golden.folder);
        Files.writeString(golden.settings(), SETTINGS);
        Files.write(golden.folder.resolve("before.csv"), rows(0, BEFORE));
        Files.write(golden.folder.resolve("after.csv"), rows(BEFORE, BEFORE + AFTER));
        Files.write(
                golden.folder.resolve("told.txt"),
                TOLD.stream().map(entry -> entry.replace("\n", "")).toList());
        return golden;
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** What to leave out of the detector, because it came later and the savepoint holds nothing of it. */
    List<String> since() {
        return UNCOUNTED.contains(name()) ? List.of("detection.without=rate") : List.of();
    }

    /** Fields of scores and alerts that are meant otherwise since. */
    Set<String> changed() {
        Set<String> changed = new HashSet<>();
        if (OTHERWISE_SEVERE.contains(name())) {
            changed.add("severity");
        }
        if (UNSHARED.contains(name())) {
            changed.add("contributions");
        }
        if (SCORED_YOUNG.contains(name())) {
            changed.add("peak_score");
        }
        return changed;
    }

    /** Fields of scores and alerts that the savepoint makes a little otherwise, for what it does not hold. */
    Set<String> rough() {
        return UNMEASURED.contains(name()) ? Set.of("score", "peak_score") : Set.of();
    }

    Path settings() {
        return folder.resolve("settings.yaml");
    }

    Path savepoint() {
        return folder.resolve("savepoint");
    }

    /** Rows of series, event-time ms and values, in the order in which they are sent. */
    List<String> before() throws IOException {
        return Files.readAllLines(folder.resolve("before.csv"));
    }

    List<String> all() throws IOException {
        List<String> all = new ArrayList<>(before());
        all.addAll(Files.readAllLines(folder.resolve("after.csv")));
        return all;
    }

    /** Entries of the control topic, the id before the first blank; none for a job without one. */
    List<String> told() throws IOException {
        Path file = folder.resolve("told.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Takes over a savepoint that a job wrote elsewhere. */
    void keep(Path written) throws IOException {
        Files.createDirectories(savepoint());
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : files.toList()) {
                Files.copy(file, savepoint().resolve(file.getFileName()));
            }
        }
    }

    /** How many of these records a job scores before more come: the rest waits for older ones of its series. */
    static int scored(List<String> rows) {
        long newest = rows.stream().mapToLong(Golden::time).max().orElseThrow();
        return (int)
                rows.stream().filter(row -> time(row) <= newest - 5 * MINUTE).count();
    }

    private static long time(String row) {
        return Long.parseLong(row.split(",")[1]);
    }

    /** Waves with noise, out of order by up to three minutes, one value missing now and then, and spikes. */
    private static List<String> rows(int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int step = i % 4 == 0 ? Math.min(i + 3, to - 1) : i % 4 == 3 || i == to - 1 ? i - i % 4 : i;
            for (int series = 0; series < SERIES; series++) {
                rows.add(row(series, step));
            }
        }
        return rows;
    }

    private static String row(int series, int step) {
        Random random = new Random(1_000L * series + step);
        boolean spike = step > 100 && (step + 3 * series) % 30 == 10;
        double load = 10 * Math.sin(step / 9.0 + series) + random.nextGaussian() + (spike ? 90 : 0);
        double latency = 5 + random.nextGaussian() + (spike ? 40 : 0);
        boolean missing = random.nextInt(25) == 0;
        long time = 1_700_000_000_000L + MINUTE * step;
        return "s%d,%d,%.3f,%s".formatted(series, time, load, missing ? "" : "%.3f".formatted(latency));
    }

    @Override
    public String toString() {
        return name();
    }
}
