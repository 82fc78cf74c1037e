package io.lookback.benchmark.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.benchmark.SizedCells;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ComplexityCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"gru, constant", "sparse-attention, bounded", "attention, with t", "low-rank-attention, with t"})
    void tellsHowTheMemoryOfAKindGrows(String kind, String growth) {
        List<Integer> lengths = List.of(32, 128, 160, 192);

        Complexity.Row row = Growing.measure(kind, SizedCells.load(kind, "32"), lengths, 3);

        assertThat(row.growth()).isEqualTo(growth);
        assertThat(row.micros()).hasSize(4).allMatch(micros -> micros > 0);
    }

    @Test
    void aTableAndAPictureOfWhatWasAskedFor() throws IOException {
        StringWriter out = new StringWriter();
        Path picture = folder.resolve("a.svg");

        int status = ComplexityCommand.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "--kinds", "rnn,attention",
                        "--lengths", "8,16",
                        "--steps", "3",
                        "--json", folder.resolve("a.json").toString(),
                        "--picture", picture.toString());

        assertThat(status).isZero();
        assertThat(out.toString()).contains("rnn", "attention", "constant", "with t");
        assertThat(Files.readString(picture)).contains("<svg", ">rnn</text>", ">attention</text>");
    }
}
