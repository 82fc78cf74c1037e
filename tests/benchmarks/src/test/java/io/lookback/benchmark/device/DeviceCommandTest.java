package io.lookback.benchmark.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.benchmark.Attempt;
import io.lookback.cell.CellRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCommandTest {

    @TempDir
    private Path folder;

    @Test
    void measuresEveryCellWithEveryBatch() throws Exception {
        Attempt attempt = attempt("--batches=1,8", "--history=64", "--rounds=1", "--time=50ms", "--subtasks=2");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows()).hasSize(2 * CellRegistry.shipped().size()).allSatisfy(row -> {
            assertThat(row.get("stepsPerSecond").asDouble()).isPositive();
            assertThat(row.get("rowsPerRun").asDouble()).isZero();
        });
        assertThat(attempt.out()).contains("device cpu").contains(CellRegistry.shipped());
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertRefused(attempt("--device=gpu"), "give cpu, cuda, or cuda:1");
        assertRefused(attempt("--batches=0"), "batches [0]");
    }

    private static void assertRefused(Attempt attempt, String message) {
        assertThat(attempt.code()).isNotZero();
        assertThat(attempt.err()).contains(message);
    }

    private Attempt attempt(String... arguments) {
        return Attempt.of(DeviceCommand.commandLine(), folder, arguments);
    }
}
