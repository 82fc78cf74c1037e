package io.lookback.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.files.SeriesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplayTest {

    @TempDir
    Path folder;

    @Test
    void mergesFilesByTimeAndKeepsTheLabelsToItself() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"),
                "timestamp,value,label\n2024-03-01,1,0\n2024-03-03,3,1\n2024-03-05,5,1\nx,6,1\n");
        Files.writeString(folder.resolve("b.csv"), "timestamp,value\n2024-03-02,2\n2024-03-04,4\n");

        try (FileReplay replay = new FileReplay(SeriesFile.find(folder, reason -> {}), Duration.ofMinutes(1))) {
            List<DemoRecord> records = new ArrayList<>();
            replay.forEachRemaining(records::add);

            assertThat(records).extracting(DemoRecord::series).containsExactly("a", "b", "a", "b", "a");
            assertThat(records).extracting(record -> record.values().at(0)).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
            assertThat(records).allMatch(record -> record.features().names().equals(List.of("value")));
            assertThat(replay.skipped()).isEqualTo(1);
            assertThat(replay.labels()).containsExactly(new Label("a", day(3), day(5), "labeled"));
        }
    }

    private static long day(int day) {
        return Instant.parse("2024-03-0%dT00:00:00Z".formatted(day)).toEpochMilli();
    }
}
