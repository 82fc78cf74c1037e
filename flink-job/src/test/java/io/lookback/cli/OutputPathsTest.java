package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPathsTest {

    @TempDir
    private Path folder;

    @Test
    void leavesNothingBehindWhereItMayWrite() throws IOException {
        Path held = Files.writeString(folder.resolve("held"), "text");

        OutputPaths.requireFolder("--out", folder.resolve("out"));
        OutputPaths.requireFile("--report", folder.resolve("out/report.html"));
        OutputPaths.requireFile("--report", held);

        assertThat(folder.resolve("out")).isEmptyDirectory();
        assertThat(held).hasContent("text");
    }

    @Test
    void namesTheOptionOfWhatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> OutputPaths.requireFile("--report", file.resolve("report.html")))
                .withMessageStartingWith("--report %s cannot be written", file.resolve("report.html"))
                .withMessageEndingWith("give another file.");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> OutputPaths.requireFolder("--out", file.resolve("out")))
                .withMessageEndingWith("give another folder.");
    }
}
