package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.files.SeriesFile;
import io.lookback.event.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgmentTest {

    @TempDir
    private Path folder;

    @Test
    void saysThatALabelColumnIsNotUnderstood() throws IOException {
        Path file = Files.writeString(
                folder.resolve("db.csv"), "timestamp,value,label\n2024-03-01,1,fine\n2024-03-02,1,outage\n");
        Source source = Source.read(new SeriesFile("db", "db.csv", file.toString()), Duration.ofMinutes(1), null);
        Judgment judgment = new Judgment();

        judgment.add("db", source, new Recording(new Features(List.of("value")), List.of(), List.of()));

        assertThat(judgment.hasEvents()).isFalse();
        assertThat(judgment.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "Series 'db' has a column 'label' with the text 'fine', which counts as normal: give 1 or 0");
    }
}
