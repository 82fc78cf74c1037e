package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs the detector over the labelled series and writes one scored file per series under {@code target/scored}. The
 * series lie in the folder that the system property {@code lookback.data} names. The forecast is persistence, or that of
 * the shipped cell which {@code lookback.cell} names; {@code lookback.profile} names the memory profile.
 */
@Tag("data")
class DevelopmentSeriesTest {

    private static final Path OUT = Path.of("target", "scored");

    @Test
    void scoresEveryRowOfTheLabelledSeries() throws IOException {
        Path data = data();
        assumeTrue(
                Files.isDirectory(data),
                () -> "No labelled series in " + data.toAbsolutePath() + ": set -Dlookback.data to their folder");

        run(data, OUT);

        assertThat(csv(OUT)).hasSameSizeAs(sources(data));
    }

    static Path data() {
        String named = System.getProperty("lookback.data");
        return named == null ? Path.of("..", "..", "shared", "data") : Path.of(named);
    }

    private static List<Path> sources(Path data) throws IOException {
        List<Path> all = new ArrayList<>(csv(data.resolve("nab/data")));
        all.addAll(csv(data.resolve("cloud-monitoring")));
        try (Stream<Path> machines = Files.list(data.resolve("smd/test"))) {
            machines.sorted().forEach(all::add);
        }
        return all;
    }

    static void run(Path data, Path out) throws IOException {
        Path nab = data.resolve("nab/data");
        for (Path file : csv(nab)) {
            univariate(file, out.resolve("nab").resolve(nab.relativize(file)));
        }
        for (Path file : csv(data.resolve("cloud-monitoring"))) {
            String kind = Files.readAllLines(file).size() > 10_000 ? "minute" : "hour";
            univariate(file, out.resolve("cloud-" + kind).resolve(file.getFileName()));
        }
        try (Stream<Path> machines = Files.list(data.resolve("smd/test"))) {
            for (Path machine : machines.sorted().toList()) {
                machine(data.resolve("smd"), machine.getFileName().toString(), out.resolve("smd"));
            }
        }
    }

    private static List<Path> csv(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static void univariate(Path file, Path out) throws IOException {
        Replay replay = replay(1);
        List<String> rows = new ArrayList<>(List.of("timestamp,anomaly_score,score,severity,label,anomaly"));
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replace("\"", "").split(",", -1);
            double value = cells[1].isBlank() ? Double.NaN : Double.parseDouble(cells[1]);
            Verdict verdict = replay.next(time(cells[0]), value);
            rows.add(row(cells[0], verdict, cells.length > 2 ? cells[2].strip() : "0"));
        }
        write(out, rows);
    }

    private static Replay replay(int features) {
        String cell = System.getProperty("lookback.cell");
        Profile profile = Profile.valueOf(System.getProperty("lookback.profile", "STANDARD"));
        DetectionSpec spec = new DetectionSpec(10, 100, profile, 0, Side.BOTH, 0, 0, Set.of());
        return new Replay(spec, features, cell == null ? new Persistent(features) : new CellForecaster(cell, features));
    }

    private static long time(String text) {
        return LocalDateTime.parse(text.strip().replace(' ', 'T').replace("Z", ""))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    private static void machine(Path smd, String name, Path out) throws IOException {
        List<String> train = Files.readAllLines(smd.resolve("train").resolve(name));
        List<String> test = Files.readAllLines(smd.resolve("test").resolve(name));
        List<String> labels = Files.readAllLines(smd.resolve("test_label").resolve(name));
        Replay replay = replay(train.get(0).split(",").length);
        long time = 1_577_836_800_000L;
        for (String line : train) {
            replay.next(time += 60_000, numbers(line));
        }
        List<String> rows = new ArrayList<>(List.of("timestamp,anomaly_score,score,severity,label,anomaly"));
        for (int i = 0; i < test.size(); i++) {
            Verdict verdict = replay.next(time += 60_000, numbers(test.get(i)));
            rows.add(row(Long.toString(time), verdict, labels.get(i)));
        }
        write(out.resolve(name.replace(".txt", ".csv")), rows);
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static String row(String time, Verdict verdict, String label) {
        return String.format(
                Locale.ROOT,
                "%s,%.12g,%.12g,%.12g,%s,%d",
                time,
                verdict.score(),
                verdict.score(),
                verdict.severity(),
                label,
                verdict.anomaly() ? 1 : 0);
    }

    private static void write(Path file, List<String> rows) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, rows);
    }

    public static void main(String[] arguments) throws IOException {
        run(Path.of(arguments[0]), Path.of(arguments[1]));
    }
}
