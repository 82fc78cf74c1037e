package io.lookback.benchmark.complexity;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.benchmark.SizedCells;
import io.lookback.cell.CellKind;
import io.lookback.cell.CellRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class ComplexityCommandTest {

    /** Longer than every window, at distances of whole pages. */
    private static final List<Integer> LENGTHS = List.of(192, 256, 320, 384);

    @TempDir
    private Path folder;

    static List<CellKind> kinds() {
        return CellRegistry.names().stream()
                .map(name -> CellRegistry.find(name).orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theMemoryGrowsAsTheContractOfTheKindSays(CellKind kind) {
        Complexity.Row row = Growing.measure(kind.name(), SizedCells.load(kind.name(), "32"), LENGTHS, 3);

        assertThat(row.micros()).hasSameSizeAs(LENGTHS).allMatch(micros -> micros > 0);
        switch (kind.contract()) {
            case "vector/1" -> assertThat(row.growth()).isEqualTo("flat");
            case "window/1" -> assertThat(row.growth()).isIn("flat", "bounded");
            default -> assertThat(increments(row.bytes())).hasSize(1).allMatch(increment -> increment > 0);
        }
    }

    /** What each of the last lengths, at equal distances, adds to the one before. */
    private static Set<Long> increments(List<Long> bytes) {
        return IntStream.range(1, bytes.size())
                .mapToObj(i -> bytes.get(i) - bytes.get(i - 1))
                .collect(Collectors.toSet());
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
        assertThat(out.toString()).contains("rnn", "attention", "flat", "linear");
        assertThat(Files.readString(picture)).contains("<svg", ">rnn</text>", ">attention</text>");
    }
}
