package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.CellSpec;
import io.lookback.cell.Prediction;
import io.lookback.event.AttendedStep;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.training.net.SelfAttentionNetwork;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.SelfAttentionReference;
import io.lookback.training.reference.Sequence;
import io.lookback.training.reference.Shipped;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bounded history as a job runs it, beside the whole-sequence form that leaves the same steps out. */
class AttentionSinksStepTest {

    private static final int STEPS = 260;
    private static final int PAGE = 32;

    @ParameterizedTest
    @CsvSource({"64,0", "64,1", "64,4", "64,32", "96,31", "160,32"})
    void agreesWithTheWholeSequenceFormOverTheSameSteps(int maxSteps, int sinks) throws IOException {
        byte[] model = Shipped.model(SelfAttentionNetwork.CELL);
        List<float[]> inputs =
                Stream.generate(new RandomInputs(5)::next).limit(STEPS).toList();
        Sequence expected = new SelfAttentionReference(ModelFile.parse(model))
                .of(inputs, (step, row) -> row < sinks || row >= windowStart(step, maxSteps, sinks));
        Cell cell =
                Cell.load(CellSpec.shipped(SelfAttentionNetwork.CELL)).withHistory(new HistoryBound(maxSteps, sinks));
        Memory memory = cell.memory().fresh();
        MapPages pages = new MapPages();

        try (CellExecutor executor = cell.open(new CellOptions(4, 3, 1 << 20), new CacheStats())) {
            for (int step = 0; step < STEPS; step++) {
                int row = executor.add(inputs.get(step), memory, pages);
                executor.run();
                Prediction found = executor.prediction(row);
                List<AttendedStep> attended = executor.attended(row, 3);
                executor.advance(row, memory, pages, step);
                executor.clear();

                assertThat(Agreement.relativeDifference(
                                new float[] {(float) found.mean(), (float) found.scale()}, expected.prediction(step)))
                        .as("step %d", step)
                        .isLessThan(1e-4);
                assertThat(attended).hasSize(Math.min(step, 3));
                for (AttendedStep past : attended) {
                    assertThat(past.weight())
                            .as("weight of step %d at step %d", past.time(), step)
                            .isCloseTo(expected.weights(step)[(int) past.time()], within(1e-5));
                }
            }
        }
    }

    /** Pages leave until the sinks and the rest are no more than the most steps. */
    private static int windowStart(int length, int maxSteps, int sinks) {
        int start = 0;
        while (length - start + Math.min(sinks, start) > maxSteps) {
            start += PAGE;
        }
        return start;
    }
}
