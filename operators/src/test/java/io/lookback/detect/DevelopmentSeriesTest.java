package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Judges every row of the labelled series, without a cell. They lie in the folder that the system property
 * {@code lookback.data} names. How well they are judged is measured by {@code tests/benchmarks/run detection figures}.
 */
@Tag("data")
class DevelopmentSeriesTest {

    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @ValueSource(strings = {"nab/data", "cloud-monitoring", "smd/test"})
    void everyRowOfRealSeriesIsJudged(String kind) throws IOException {
        Path folder = data().resolve(kind);
        assumeTrue(
                Files.isDirectory(folder),
                () -> "No labelled series in " + folder.toAbsolutePath() + ": set -Dlookback.data to their folder");

        List<Path> files = files(folder);

        assertThat(files).isNotEmpty().allSatisfy(DevelopmentSeriesTest::isJudged);
    }

    private static Path data() {
        String named = System.getProperty("lookback.data");
        return named == null ? Path.of("..", "..", "shared", "data") : Path.of(named);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.csv|.*/test/.*\\.txt"))
                    .sorted()
                    .toList();
        }
    }

    private static void isJudged(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        boolean titled = file.toString().endsWith(".csv");
        Replay replay = new Replay(DetectionSpec.DEFAULT, titled ? 1 : numbers(lines.get(0)).length);
        for (int row = titled ? 1 : 0; row < lines.size(); row++) {
            String line = lines.get(row);
            Verdict verdict = titled ? judge(replay, line) : replay.next(row * MINUTE, numbers(line));
            assertThat(verdict.score()).isBetween(0.0, 1.0);
            assertThat(verdict.severity()).isBetween(0.0, 1.0);
        }
    }

    /** A line of time, value and perhaps more. */
    private static Verdict judge(Replay replay, String line) {
        String[] cells = line.replace("\"", "").split(",", -1);
        long time = LocalDateTime.parse(cells[0].strip().replace(' ', 'T').replace("Z", ""))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
        return replay.next(time, cells[1].isBlank() ? Double.NaN : Double.parseDouble(cells[1]));
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
