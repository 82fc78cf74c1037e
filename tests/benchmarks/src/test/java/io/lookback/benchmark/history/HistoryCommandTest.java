package io.lookback.benchmark.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HistoryCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresHitsAndMissesOfEveryBackend() throws Exception {
        Path json = folder.resolve("figures.json");

        int code = execute("--rounds=1", "--histories=64", "--series=128", "--steps=4", "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows)
                .hasSize(Arm.values().length)
                .allSatisfy(
                        row -> assertThat(row.get("rounds").get(0).asDouble()).isPositive());
        assertThat(out.toString()).contains("ROCKSDB_MISSES");
    }

    /** Ten series fit into the smallest cache. */
    @Test
    void refusesToCallAHitAMiss() {
        int code = execute("--rounds=1", "--histories=64", "--series=10", "--steps=4");

        assertThat(code).isNotZero();
        assertThat(err.toString()).contains("HEAP_MISSES: ", "give other numbers of series or steps");
    }

    private int execute(String... arguments) {
        CommandLine command = HistoryCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
