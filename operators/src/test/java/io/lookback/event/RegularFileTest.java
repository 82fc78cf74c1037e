package io.lookback.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "text");

        assertThat(RegularFile.text(file)).isEqualTo("text");
    }

    @Test
    void saysWhereItLookedForARelativePath() {
        Path relative = Path.of("models", "..", "absent.onnx");

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> RegularFile.text(relative))
                .withMessage(Path.of("absent.onnx").toAbsolutePath().toString());
    }

    @Test
    void refusesFoldersAndLargeFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "text");

        assertThatThrownBy(() -> RegularFile.bytes(folder, 10)).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> RegularFile.bytes(file, 3)).hasMessageContaining("has 4 bytes, at most 3 are read");
    }
}
