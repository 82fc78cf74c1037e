package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellRegistry;
import io.lookback.event.AttendedStep;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.normalize.CellInput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class AttendedStepsTest {

    private static final int STEPS = 40;
    private static final int NAMED = 3;

    static List<String> kinds() {
        return CellRegistry.withHistory();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindThatKeepsRowsNamesThePastStepsThatItReads(String kind) {
        Cell cell = SizedCells.load(kind, "32");
        Memory memory = cell.memory().fresh();
        MapPages pages = new MapPages();
        float[] input = new float[CellInput.SIZE];
        Random random = new Random(1);
        List<AttendedStep> attended = List.of();
        try (CellExecutor executor = cell.open(new CellOptions(1, NAMED, 1 << 20), new CacheStats())) {
            for (int time = 0; time < STEPS; time++) {
                input[CellInput.Y] = (float) random.nextGaussian();
                executor.add(input, memory, pages);
                executor.run();
                attended = executor.attended(0, NAMED);
                executor.advance(0, memory, pages, time);
                executor.clear();
            }
        }

        assertThat(attended).isNotEmpty().hasSizeLessThanOrEqualTo(NAMED);
        assertThat(attended).allMatch(step -> step.weight() > 0 && step.time() >= 0 && step.time() < STEPS - 1);
    }
}
