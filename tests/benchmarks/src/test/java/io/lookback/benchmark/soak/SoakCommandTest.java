package io.lookback.benchmark.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SoakCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    @EnabledOnOs(OS.LINUX)
    void watchesEveryCellStepAndLoad() throws Exception {
        Path json = folder.resolve("figures.json");

        int code = execute("--steps=2000", "--loads=10", "--series=20", "--history=64", "--cache=1", "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).hasSize(6).allSatisfy(row -> {
            assertThat(row.get("tenth").asLong()).isGreaterThan(10 << 20);
            assertThat(row.get("growth").asLong())
                    .isEqualTo(row.get("end").asLong() - row.get("tenth").asLong());
        });
        assertThat(out.toString()).contains("lstm", "self-attention-rnn", "local-attention");
    }

    @Test
    void refusesWhatHasNoTenth() {
        assertThat(execute("--loads=3")).isNotZero();
        assertThat(err.toString()).contains("3 loads");
    }

    @Test
    void readsWhatLinuxTells() {
        assertThat(Resident.parse(List.of("VmPeak:\t 900 kB", "VmRSS:\t  123456 kB", "Threads: 3")))
                .isEqualTo(123456L << 10);
    }

    private int execute(String... arguments) {
        CommandLine command = SoakCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
