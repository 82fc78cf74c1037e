package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.lookback.training.net.LocalAttentionNetwork;
import io.lookback.training.net.WindowSizes;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.LocalAttentionReference;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.Sequence;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAttentionStepTest {

    private static final int WINDOW = WindowSizes.SHIPPED.window();

    @Test
    void theShippedGraphAgreesWithTheBandedWholeSequenceForm() throws IOException, OrtException {
        byte[] model = Shipped.model(LocalAttentionNetwork.CELL);

        double worst = worstDifference(model, inputs(1, 2000), 0);

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 66, 130})
    void everyPrefixAgrees(int length) throws IOException, OrtException {
        byte[] model = Shipped.model(LocalAttentionNetwork.CELL);

        double worst = worstDifference(model, inputs(2, length), 0);

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aFreshGraphOfOtherSizesAgreesFromAnySlotOn(int start) throws OrtException {
        byte[] model = Toy.model(weights -> new LocalAttentionNetwork(new WindowSizes(12, 3, 5), weights));

        double worst = worstDifference(model, inputs(3, 200), start);

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17, 63})
    void theRingsRotationDoesNotMatter(int start) throws IOException, OrtException {
        byte[] model = Shipped.model(LocalAttentionNetwork.CELL);
        List<float[]> inputs = inputs(4, 200);
        try (Rollout straight = Rollout.of(model, memory(model, 0));
                Rollout rotated = Rollout.of(model, memory(model, start))) {
            for (float[] x : inputs) {
                float[] expected = straight.step(x);

                float[] actual = rotated.step(x);

                assertThat(actual[0]).isCloseTo(expected[0], within(1e-5f));
                assertThat(actual[1]).isCloseTo(expected[1], within(1e-5f));
            }
        }
    }

    @Test
    void theWeightsLieInTheirSlots() throws IOException, OrtException {
        byte[] model = Shipped.model(LocalAttentionNetwork.CELL);
        List<float[]> inputs = inputs(5, 3);
        Sequence expected = new LocalAttentionReference(ModelFile.parse(model)).of(inputs);
        try (Rollout rollout = Rollout.of(model, memory(model, 10))) {
            rollout.step(inputs.get(0));
            rollout.step(inputs.get(1));

            float[] weights = rollout.step(inputs.get(2), "weights");

            assertThat(weights).hasSize(WINDOW + 1);
            assertThat((double) weights[10]).isCloseTo(expected.weights(2)[0], within(1e-5));
            assertThat((double) weights[11]).isCloseTo(expected.weights(2)[1], within(1e-5));
            assertThat((double) weights[WINDOW]).isCloseTo(expected.weights(2)[2], within(1e-5));
            assertThat(Arrays.copyOfRange(weights, 12, WINDOW)).containsOnly(0);
        }
    }

    @Test
    void theShippedCardTellsTheContract() throws IOException {
        Map<String, String> card =
                ModelFile.parse(Shipped.model(LocalAttentionNetwork.CELL)).card();

        assertThat(card)
                .containsEntry("lookback.cell", "local-attention")
                .containsEntry("lookback.contract", "window/1")
                .containsEntry("lookback.window", "64")
                .containsEntry("lookback.row", "64")
                .containsEntry("lookback.heads", "4");
    }

    private static double worstDifference(byte[] model, List<float[]> inputs, int start) throws OrtException {
        Sequence expected = new LocalAttentionReference(ModelFile.parse(model)).of(inputs);
        double worst = 0;
        try (Rollout rollout = Rollout.of(model, memory(model, start))) {
            for (int t = 0; t < inputs.size(); t++) {
                worst = Math.max(
                        worst, Agreement.relativeDifference(rollout.step(inputs.get(t)), expected.prediction(t)));
            }
        }
        return worst;
    }

    private static WindowMemory memory(byte[] model, int start) {
        ModelFile file = ModelFile.parse(model);
        return new WindowMemory(file.size("window"), file.size("row"), start);
    }

    private static List<float[]> inputs(long seed, int length) {
        return Stream.generate(new RandomInputs(seed)::next).limit(length).toList();
    }
}
