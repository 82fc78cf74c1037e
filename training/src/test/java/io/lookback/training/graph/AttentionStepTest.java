package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.cell.Prediction;
import io.lookback.event.AttendedStep;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.training.CellKind;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.net.Positions;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.References;
import io.lookback.training.reference.StepReference;
import io.lookback.training.reference.Toy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attention can be told: heads, shared keys and values, positions, how many steps it takes; and its bounded past. */
class AttentionStepTest {

    @ParameterizedTest
    @CsvSource({"4, 4, ROTARY", "4, 2, ROTARY", "4, 1, ROTARY", "2, 1, SINUSOIDAL", "4, 4, SINUSOIDAL"})
    void sharedKeysAndAnyPositionsAgreeWithTheReference(int heads, int kvHeads, Positions positions)
            throws OrtException {
        byte[] model = model(
                "attention", NetworkOptions.DEFAULT.withHeads(heads, kvHeads).withPositions(positions));
        RandomInputs inputs = new RandomInputs(7);
        StepReference reference = References.of("attention", model);
        double worst = 0;

        try (Rollout rollout = Rollout.of(model, memory(model, 3))) {
            for (int step = 0; step < 300; step++) {
                float[] x = inputs.next();
                worst = Math.max(worst, Agreement.relativeDifference(rollout.step(x), reference.step(x)));
            }
        }

        assertThat(worst).isLessThan(1e-4);
        assertThat(ModelFile.parse(model).size("row")).isEqualTo(2 * kvHeads * 32 / heads);
    }

    @Test
    void aBoundedPastLosesWholePagesAsTheReferenceDoes() {
        byte[] model = model("attention", NetworkOptions.DEFAULT);
        Cell cell = Cell.of("attention", "file.onnx", model).withHistory(HistoryBound.sliding(96));
        RandomInputs inputs = new RandomInputs(8);
        StepReference reference = References.slidingAttention(model, 96);
        Memory memory = cell.memory().fresh();
        MapPages pages = new MapPages();
        double worst = 0;

        try (CellExecutor executor = cell.open(new CellOptions(1, 0, 1 << 20), new CacheStats())) {
            for (int step = 0; step < 400; step++) {
                float[] x = inputs.next();
                executor.add(x, memory, pages);
                executor.run();
                Prediction prediction = executor.prediction(0);
                float[] actual = {(float) prediction.mean(), (float) prediction.scale()};
                worst = Math.max(worst, Agreement.relativeDifference(actual, reference.step(x)));
                executor.advance(0, memory, pages, step);
                executor.clear();
            }
        }

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource({"attention, 1000", "top-k, 8", "hard-attention, 1", "local-p, 21"})
    void anExplanationNamesTheStepsThatTheHeadsTook(String kind, int mostOfAHead) {
        byte[] model = model(kind, NetworkOptions.DEFAULT.withHeads(1, 1));
        Cell cell = Cell.of(kind, "file.onnx", model);
        RandomInputs inputs = new RandomInputs(9);
        Memory memory = cell.memory().fresh();
        MapPages pages = new MapPages();

        try (CellExecutor executor = cell.open(new CellOptions(1, 1000, 1 << 20), new CacheStats())) {
            for (int step = 0; step < 100; step++) {
                executor.add(inputs.next(), memory, pages);
                executor.run();
                List<AttendedStep> attended = executor.attended(0, 1000);
                double sum = attended.stream().mapToDouble(AttendedStep::weight).sum();

                assertThat(attended).hasSizeLessThanOrEqualTo(Math.min(step, mostOfAHead));
                assertThat(attended).allMatch(each -> each.weight() <= 1 + 1e-6);
                assertThat(sum).isLessThan(1 + 1e-5).isGreaterThanOrEqualTo(0);
                executor.advance(0, memory, pages, step);
                executor.clear();
            }
        }
    }

    @Test
    void theWeightsOfAStepAndItsPastSumToOne() throws OrtException {
        for (String kind : List.of("attention", "top-k", "hard-attention", "local-p", "hybrid")) {
            byte[] model = model(kind, NetworkOptions.DEFAULT);
            RandomInputs inputs = new RandomInputs(10);
            try (Rollout rollout = Rollout.of(model, memory(model, 5))) {
                for (int step = 0; step < 40; step++) {
                    float[] weights = rollout.step(inputs.next(), "weights");
                    double sum = 0;
                    for (float weight : weights) {
                        sum += weight;
                    }

                    assertThat(weights).hasSize(step + 5 + 1);
                    assertThat(sum).as(kind).isCloseTo(1, within(1e-5));
                }
            }
        }
    }

    private static byte[] model(String kind, NetworkOptions options) {
        return Toy.model(weights -> CellKind.named(kind).freshNetwork(options, weights));
    }

    private static AttentionMemory memory(byte[] model, int spare) {
        ModelFile file = ModelFile.parse(model);
        return new AttentionMemory(file.size("context"), file.size("row"), spare);
    }
}
