package io.lookback.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFileTest {

    @TempDir
    Path folder;

    @Test
    void namesSeriesByTheirPathBelowTheFolder() throws IOException {
        write("web/cpu.csv", "2024-03-01,1\n");
        write("db.txt", "0.5\n0.6\n");
        write("LICENSE.txt", "Do what you like.\n");
        write("notes.md", "1\n");
        List<String> skipped = new ArrayList<>();

        List<SeriesFile> found = SeriesFile.find(folder, skipped::add);

        assertThat(found).extracting(SeriesFile::series).containsExactly("db", "web/cpu");
        assertThat(found).extracting(SeriesFile::relative).containsExactly("db.txt", "web/cpu.csv");
        assertThat(skipped).singleElement().asString().contains("LICENSE.txt is not a series");
    }

    @Test
    void keepsTheEndingOfFilesThatDifferInItAlone() throws IOException {
        write("cpu.csv", "2024-03-01,1\n");
        write("cpu.txt", "0.5\n0.6\n");

        List<SeriesFile> found = SeriesFile.find(folder, reason -> {});

        assertThat(found).extracting(SeriesFile::series).containsExactly("cpu.csv", "cpu.txt");
    }

    @Test
    void takesASingleFile() throws IOException {
        Path file = write("web/cpu.csv", "2024-03-01,1\n");

        List<SeriesFile> found = SeriesFile.find(file, reason -> {});

        assertThat(found).extracting(SeriesFile::series).containsExactly("cpu");
    }

    @Test
    void refusesWhatIsNotThereOrHoldsNothing() {
        assertThatThrownBy(() -> SeriesFile.find(folder.resolve("absent"), reason -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageEndingWith("absent is neither a file nor a folder.");
        assertThatThrownBy(() -> SeriesFile.find(folder, reason -> {}))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("holds no series");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
