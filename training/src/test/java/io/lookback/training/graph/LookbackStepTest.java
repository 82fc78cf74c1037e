package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.lookback.training.example.Examples;
import io.lookback.training.net.LookbackNetwork;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.LookbackReference;
import io.lookback.training.reference.Sequence;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import io.lookback.training.series.Series;
import io.lookback.training.series.SeriesGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LookbackStepTest {

    /** Distances are differences of squares in single precision: where the nearest past is very near, digits go. */
    private static final double TOLERANCE = 2e-3;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void theShippedGraphAgreesWithTheDefinition(int series) throws IOException, OrtException {
        byte[] model = Shipped.model(LookbackNetwork.CELL);

        double worst = worstDifference(model, inputs(series, 400), 0);

        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Test
    void anUntrainedGraphAgreesWithTheDefinition() throws OrtException {
        byte[] model = Toy.model(LookbackNetwork::new);

        double worst = worstDifference(model, inputs(7, 300), 0);

        assertThat(worst).isLessThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void maskedRowsChangeNothing(int spare) throws IOException, OrtException {
        byte[] model = Shipped.model(LookbackNetwork.CELL);

        double worst = worstDifference(model, inputs(8, 100), spare);

        assertThat(worst).isLessThan(TOLERANCE);
    }

    @Test
    void theFirstStepAttendsToItself() throws IOException, OrtException {
        byte[] model = Shipped.model(LookbackNetwork.CELL);
        try (Rollout empty = Rollout.of(model, memory(model, 0));
                Rollout masked = Rollout.of(model, memory(model, 2))) {
            float[] x = inputs(1, 1).get(0);

            assertThat(empty.step(x, "weights")[0]).isCloseTo(1, within(1e-5f));
            assertThat(masked.step(x, "weights")[2]).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void theWeightsNameThePastMomentsThatLookedLikeThePresent() throws IOException, OrtException {
        byte[] model = Shipped.model(LookbackNetwork.CELL);
        int period = 37;
        List<float[]> inputs = inputs(repeating(period, 8 * period));
        Sequence expected = LookbackReference.of(ModelFile.parse(model), inputs);
        float[] weights = {};
        try (Rollout rollout = Rollout.of(model, memory(model, 0))) {
            for (float[] x : inputs) {
                weights = rollout.step(x, "weights");
            }
        }

        double inPhase = 0;
        int last = weights.length - 1;
        for (int i = 0; i <= last; i++) {
            assertThat((double) weights[i]).isCloseTo(expected.weights(last)[i], within(0.02));
            inPhase += (last + 1 - i) % period == 0 ? weights[i] : 0;
        }
        assertThat(inPhase).isGreaterThan(0.8);
    }

    @Test
    void theShippedCardTellsTheContract() throws IOException {
        Map<String, String> card =
                ModelFile.parse(Shipped.model(LookbackNetwork.CELL)).card();

        assertThat(card)
                .containsEntry("lookback.cell", "lookback")
                .containsEntry("lookback.contract", "attention/1")
                .containsEntry("lookback.row", "32")
                .containsEntry("lookback.heads", "3");
    }

    private static double worstDifference(byte[] model, List<float[]> inputs, int spare) throws OrtException {
        Sequence expected = LookbackReference.of(ModelFile.parse(model), inputs);
        double worst = 0;
        try (Rollout rollout = Rollout.of(model, memory(model, spare))) {
            for (int t = 0; t < inputs.size(); t++) {
                worst = Math.max(
                        worst, Agreement.relativeDifference(rollout.step(inputs.get(t)), expected.prediction(t)));
            }
        }
        return worst;
    }

    private static AttentionMemory memory(byte[] model, int spare) {
        ModelFile file = ModelFile.parse(model);
        return new AttentionMemory(file.size("context"), file.size("row"), spare);
    }

    private static List<float[]> inputs(int index, int length) {
        return inputs(new SeriesGenerator(23, length + 1).draw(index).series());
    }

    private static List<float[]> inputs(Series series) {
        Examples examples = Examples.of(series);
        return IntStream.range(0, examples.count()).mapToObj(examples::inputs).toList();
    }

    /** A pattern without a calendar: a step every seven minutes, a random walk that starts again. */
    private static Series repeating(int period, int length) {
        double[] shape = new java.util.Random(3).doubles(period, -1, 1).toArray();
        long[] times = IntStream.range(0, length).mapToLong(i -> i * 420_000L).toArray();
        double[] values = IntStream.range(0, length)
                .mapToDouble(i -> 10 + shape[i % period] + 0.02 * Math.sin(i * i))
                .toArray();
        return new Series(times, values);
    }
}
