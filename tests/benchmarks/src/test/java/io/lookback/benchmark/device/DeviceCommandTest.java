package io.lookback.benchmark.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeviceCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresEveryCellWithEveryBatch() throws Exception {
        Path json = folder.resolve("figures.json");

        int code = execute(
                "--batches=1,8", "--history=64", "--rounds=1", "--time=PT0.05S", "--subtasks=2", "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).hasSize(6).allSatisfy(row -> {
            assertThat(row.get("stepsPerSecond").asDouble()).isPositive();
            assertThat(row.get("rowsPerRun").asDouble()).isZero();
        });
        assertThat(out.toString()).contains("device cpu", "lstm", "self-attention-rnn", "local-attention");
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertThat(execute("--device=gpu")).isNotZero();
        assertThat(err.toString()).contains("give cpu, cuda, or cuda:1");
        assertThat(execute("--batches=0")).isNotZero();
        assertThat(err.toString()).contains("batches [0]");
    }

    private int execute(String... arguments) {
        CommandLine command = DeviceCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
