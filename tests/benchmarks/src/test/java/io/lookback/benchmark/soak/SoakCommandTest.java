package io.lookback.benchmark.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.benchmark.Attempt;
import io.lookback.cell.CellRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SoakCommandTest {

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void watchesEveryCellStepAndLoad() throws Exception {
        Attempt attempt = attempt("--steps=2000", "--loads=10", "--series=20", "--history=64", "--cache=1");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows()).hasSize(2 * CellRegistry.shipped().size()).allSatisfy(row -> {
            assertThat(row.get("tenth").asLong()).isGreaterThan(10 << 20);
            assertThat(row.get("growth").asLong())
                    .isEqualTo(row.get("end").asLong() - row.get("tenth").asLong());
        });
        assertThat(attempt.out()).contains(CellRegistry.shipped());
    }

    @Test
    void refusesWhatHasNoTenth() {
        Attempt attempt = attempt("--loads=3");

        assertThat(attempt.code()).isNotZero();
        assertThat(attempt.err()).contains("3 loads");
    }

    @Test
    void readsWhatLinuxTells() {
        assertThat(ResidentMemory.parse(List.of("VmPeak:\t 900 kB", "VmRSS:\t  123456 kB", "Threads: 3")))
                .isEqualTo(123456L << 10);
    }

    private Attempt attempt(String... arguments) {
        return Attempt.of(SoakCommand.commandLine(), folder, arguments);
    }
}
