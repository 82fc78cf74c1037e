package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.CliException;
import io.lookback.cli.evaluate.Span;
import io.lookback.cli.files.SeriesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {

    private static final SeriesFile NESTED = new SeriesFile("real/a", "real/a.csv", "/data/real/a.csv");
    private static final SeriesFile ALONE = new SeriesFile("a", "a.csv", "/data/real/a.csv");
    private static final SeriesFile OTHER = new SeriesFile("b", "b.csv", "/data/b.csv");

    @TempDir
    Path folder;

    @Test
    void findsTheRowsOfEachWindow() throws IOException {
        Windows windows = Windows.read(file("""
                {"real/a.csv": [["2024-03-01 00:03:00.000000", "2024-03-01 00:05:00"],
                                ["2024-03-01 00:00:30", "2024-03-01 00:01:30"],
                                ["2030-01-01 00:00:00", "2030-01-02 00:00:00"]]}
                """));

        assertThat(windows.spans(NESTED, minutes())).containsExactly(new Span(1, 1), new Span(3, 5));
        assertThat(windows.spans(ALONE, minutes())).hasSize(2);
        assertThat(windows.names(OTHER)).isFalse();
        assertThat(windows.spans(OTHER, minutes())).isEmpty();
    }

    @Test
    void saysWhatAFileOfWindowsLooksLike() throws IOException {
        Path wrong = file("[1, 2]");

        assertThatThrownBy(() -> Windows.read(wrong))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("folder/file.csv");
    }

    @Test
    void saysBeforeTheScoringWhichWindowIsNone() {
        assertThatThrownBy(() -> Windows.read(file("{\"a.csv\": [[\"2024-03-01\"]]}")))
                .hasMessageContaining("1 ends instead of 2");
        assertThatThrownBy(() -> Windows.read(file("{\"a.csv\": [[\"yesterday\", \"today\"]]}")))
                .hasMessageContaining("'yesterday' is not a timestamp");
        assertThatThrownBy(
                        () -> Windows.read(file("{\"a.csv\": [[\"2024-03-02 00:00:00\", \"2024-03-01 00:00:00\"]]}")))
                .hasMessageContaining("'a.csv' ends at 2024-03-01 00:00:00, before it begins at 2024-03-02 00:00:00");
    }

    private static long[] minutes() {
        long begin = Instant.parse("2024-03-01T00:00:00Z").toEpochMilli();
        long[] times = new long[10];
        for (int row = 0; row < times.length; row++) {
            times[row] = begin + 60_000L * row;
        }
        return times;
    }

    private Path file(String json) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "windows", ".json"), json);
    }
}
