package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.benchmark.Attempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void startsWithSeriesThatHaveLived() throws Exception {
        double fresh = checkpointBytes("--behind=0");
        double lived = checkpointBytes("--behind=300", "--lives=2");

        assertThat(lived).isGreaterThan(fresh + 400);
    }

    /** Of a series. Nearly all have one record of the job; from the second one on, a series keeps more. */
    private double checkpointBytes(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--records=600",
                "--series=500",
                "--contenders=lstm",
                "--rounds=1",
                "--warm-up=0",
                "--settle=1",
                "--limit=1s",
                "--rate=20",
                "--latency-time=300ms"));
        arguments.addAll(List.of(more));
        Attempt attempt = attempt(arguments.toArray(String[]::new));
        assertThat(attempt.code()).as(attempt.err()).isZero();
        return attempt.rows()
                .get(0)
                .get("steady")
                .get("footprint")
                .get("checkpoint")
                .asDouble();
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
