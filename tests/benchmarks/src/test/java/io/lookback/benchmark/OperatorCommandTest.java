package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class OperatorCommandTest {

    @TempDir
    private Path folder;

    @Test
    void measuresEveryStepBesideTheOthers() throws Exception {
        Attempt attempt =
                Attempt.of(OperatorCommand.commandLine(), folder, "--rounds=1", "--records=2000", "--series=50");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows()).hasSize(Contender.values().length).allSatisfy(row -> {
            assertThat(row.get("rounds")).hasSize(1);
            assertThat(row.get("recordsPerSecond").asDouble()).isPositive();
        });
        assertThat(attempt.rows())
                .filteredOn(row -> row.get("step").asText().equals("STATE"))
                .allSatisfy(row -> assertThat(row.get("toState").asDouble()).isEqualTo(1));
        assertThat(attempt.out()).contains("STATE", "NAIVE", "CELL", "SCORE");
    }

    @Test
    void refusesAnEmptyLoad() {
        Attempt attempt = Attempt.of(OperatorCommand.commandLine(), folder, "--series=0");

        assertThat(attempt.code()).isNotZero();
        assertThat(attempt.err()).contains("400000 records of 0 series: give 4 or more of 1 or more");
    }

    @Test
    void figuresGoToAFileOfTheBenchmarksName() {
        assertThat(OperatorCommand.commandLine().getUsageMessage()).contains("tests/benchmarks/target/operator.json");
    }
}
