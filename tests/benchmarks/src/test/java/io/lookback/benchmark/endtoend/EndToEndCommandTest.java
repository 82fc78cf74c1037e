package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EndToEndCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresEveryContender() throws Exception {
        Path json = folder.resolve("figures.json");

        int code = execute(
                "--records=2000",
                "--series=20",
                "--features=2",
                "--rounds=1",
                "--warm-up=false",
                "--settle=20",
                "--limit=1s",
                "--latency-time=300ms",
                "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).hasSize(Contender.values().length).allSatisfy(row -> {
            assertThat(row.get("recordsPerSecond").asDouble()).isPositive();
            JsonNode steady = row.get("steady");
            assertThat(steady.get("latency").get("p50").asDouble()).isPositive();
            assertThat(steady.get("latency").get("missing").asLong()).isZero();
            assertThat(steady.get("footprint").get("checkpoint").asDouble()).isPositive();
        });
        assertThat(out.toString()).contains("pass-through", "all-three");
    }

    @Test
    void bearsTheSameLoadIfTold() throws Exception {
        Path json = folder.resolve("figures.json");

        int code = execute(
                "--records=2000",
                "--series=20",
                "--contenders=pass-through,lstm",
                "--rounds=1",
                "--warm-up=false",
                "--settle=20",
                "--limit=1s",
                "--rate=500",
                "--latency-time=300ms",
                "--json=" + json);

        assertThat(code).as(err.toString()).isZero();
        assertThat(new ObjectMapper().readTree(json.toFile()).get("rows"))
                .extracting(row -> row.get("steady").get("latency").get("rate").asDouble())
                .containsExactly(500.0, 500.0);
    }

    @Test
    void namesTheContendersThatThereAre() {
        int code = execute("--contenders=lstn");

        assertThat(code).isNotZero();
        assertThat(err.toString()).contains("'lstn' is no contender", "pass-through,naive,rcf,lstm");
    }

    private int execute(String... arguments) {
        CommandLine command = EndToEndCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
