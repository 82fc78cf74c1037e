package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void anUnknownCellFails() {
        int status = TrainCommand.execute(
                "--cell", "gpt", "--out", folder.resolve("a.onnx").toString(), "--quiet");

        assertThat(status).isEqualTo(1);
    }

    @Test
    void aCommandWithoutOutputIsNotUnderstood() {
        assertThat(TrainCommand.execute("--cell", "lstm")).isEqualTo(2);
    }
}
