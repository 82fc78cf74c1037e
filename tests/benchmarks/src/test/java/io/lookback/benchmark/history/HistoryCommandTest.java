package io.lookback.benchmark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.benchmark.Attempt;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HistoryCommandTest {

    @TempDir
    private Path folder;

    @Test
    void measuresHitsAndMissesOfEveryBackend() throws Exception {
        Attempt attempt = attempt("--rounds=1", "--histories=64", "--series=512", "--steps=32");

        assertThat(attempt.code()).as(attempt.err()).isZero();
        assertThat(attempt.rows())
                .hasSize(Arm.values().length)
                .allSatisfy(
                        row -> assertThat(row.get("rounds").get(0).asDouble()).isPositive());
        assertThat(attempt.out()).contains("ROCKSDB_MISSES");
    }

    /** Ten series fit into the smallest cache. */
    @Test
    void refusesToCallAHitAMiss() {
        Attempt attempt = attempt("--rounds=1", "--histories=64", "--series=10", "--steps=4");

        assertThat(attempt.code()).isNotZero();
        assertThat(attempt.err()).contains("HEAP_MISSES: ", "give other numbers of series or steps");
    }

    private Attempt attempt(String... arguments) {
        return Attempt.of(HistoryCommand.commandLine(), folder, arguments);
    }
}
