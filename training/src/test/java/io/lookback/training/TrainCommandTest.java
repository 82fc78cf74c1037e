package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void anUnknownCellFails() {
        int status = TrainCommand.execute(
                "--cell", "gpt", "--out", folder.resolve("a.onnx").toString(), "--quiet");

        assertThat(status).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --rate=NaN      | --rate is NaN; give more than 0, at most 1.
            --rate=0        | --rate is 0.0; give more than 0, at most 1.
            --rate=Infinity | --rate is Infinity; give more than 0, at most 1.
            --units=0       | --units is 0; give 1 or more.
            --units=-1      | --units is -1; give 1 or more.
            """)
    void aNumberThatTrainsNothingIsRefusedWithItsOptionAndRange(String option, String message) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int status = TrainCommand.execute(
                    option, "--out", folder.resolve("a.onnx").toString(), "--quiet");

            assertThat(status).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @Test
    void aCommandWithoutOutputIsNotUnderstood() {
        assertThat(TrainCommand.execute("--cell", "lstm")).isEqualTo(2);
    }
}
