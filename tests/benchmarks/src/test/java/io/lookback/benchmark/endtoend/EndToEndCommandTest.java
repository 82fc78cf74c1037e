package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.benchmark.Attempt;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EndToEndCommandTest {

    @TempDir
    private Path folder;

    @Test
    void measuresEveryContender() throws Exception {
        Attempt attempt = attempt(
                "--records=2000",
                "--series=20",
                "--features=2",
                "--rounds=1",
                "--warm-up=0",
                "--settle=20",
                "--limit=1s",
                "--latency-time=300ms");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows()).hasSize(Contender.values().length).allSatisfy(row -> {
            assertThat(row.get("recordsPerSecond").asDouble()).isPositive();
            JsonNode steady = row.get("steady");
            assertThat(steady.get("latency").get("p50").asDouble()).isPositive();
            assertThat(steady.get("latency").get("missing").asLong()).isZero();
            assertThat(steady.get("footprint").get("checkpoint").asDouble()).isPositive();
        });
        assertThat(attempt.out()).contains("pass-through", "all-three");
    }

    @Test
    void bearsTheSameLoadIfTold() throws Exception {
        Attempt attempt = attempt(
                "--records=2000",
                "--series=20",
                "--contenders=pass-through,lstm",
                "--rounds=1",
                "--warm-up=0",
                "--settle=20",
                "--limit=1s",
                "--rate=500",
                "--latency-time=300ms");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows())
                .extracting(row -> row.get("steady").get("latency").get("rate").asDouble())
                .containsExactly(500.0, 500.0);
    }

    @Test
    void namesTheContendersThatThereAre() {
        Attempt attempt = attempt("--contenders=lstn");

        assertThat(attempt.code()).isNotZero();
        assertThat(attempt.err()).contains("'lstn' is not a contender", "pass-through,naive,rcf,none,lstm,lookback");
    }

    private Attempt attempt(String... arguments) {
        return Attempt.of(EndToEndCommand.commandLine(), folder, arguments);
    }
}
