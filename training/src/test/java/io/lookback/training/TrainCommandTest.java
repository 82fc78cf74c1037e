package io.lookback.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(refused(option, "--out", folder.resolve("a.onnx").toString()))
                .contains(message);
    }

    @Test
    void anOutputThatCannotBeWrittenIsRefusedBeforeTheTraining() throws IOException {
        Path csv = Files.writeString(folder.resolve("a.csv"), "timestamp,value\n2024-03-01,1\n");

        assertThat(refused("--out", folder.toString())).contains("--out: " + folder + " is a folder. Give a file.");
        assertThat(refused("--data", folder.toString(), "--out", csv.toString()))
                .contains("--out would overwrite " + csv + ", which the command reads. Give another.");
    }

    @Test
    void aCellThatCannotBeQuantizedIsRefusedBeforeTheTraining() {
        Path out = folder.resolve("a.onnx");

        assertThat(refused("--cell=attention", "--quantize=int8", "--iterations=1", "--out=" + out))
                .contains(
                        "The model keeps attention/1; only models of vector/1, such as lstm and gru, can be quantized.");
        assertThat(out).doesNotExist();
    }

    /** What the command says. */
    private static String refused(String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.add("--quiet");

            assertThat(TrainCommand.execute(all.toArray(String[]::new))).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCommandWithoutOutputIsNotUnderstood() {
        assertThat(TrainCommand.execute("--cell", "lstm")).isEqualTo(2);
    }
}
