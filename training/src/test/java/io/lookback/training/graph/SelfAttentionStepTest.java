package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import io.lookback.training.net.Align;
import io.lookback.training.net.SelfAttentionNetwork;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.SelfAttentionReference;
import io.lookback.training.reference.Sequence;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelfAttentionStepTest {

    private static final int HISTORY = 512;

    /** Four histories of 512 make over 2,000 steps. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theShippedGraphAgreesWithTheWholeSequenceForm(long seed) throws IOException, OrtException {
        byte[] model = Shipped.model(SelfAttentionNetwork.CELL);

        double worst = worstDifference(model, inputs(seed, HISTORY), 0);

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource(Align.class)
    void everyAlignAgreesWithTheWholeSequenceForm(Align align) throws OrtException {
        byte[] model = Toy.model(weights -> new SelfAttentionNetwork(9, align, weights));

        double worst = worstDifference(model, inputs(7, 200), 0);

        assertThat(worst).isLessThan(1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64})
    void maskedRowsChangeNothing(int spare) throws IOException, OrtException {
        byte[] model = Shipped.model(SelfAttentionNetwork.CELL);

        double worst = worstDifference(model, inputs(8, 100), spare);

        assertThat(worst).isLessThan(1e-4);
    }

    @Test
    void theFirstStepAttendsToItself() throws IOException, OrtException {
        byte[] model = Shipped.model(SelfAttentionNetwork.CELL);
        try (Rollout empty = Rollout.of(model, memory(model, 0));
                Rollout masked = Rollout.of(model, memory(model, 2))) {
            float[] x = new RandomInputs(1).next();

            assertThat(empty.step(x, "weights")).containsExactly(1);
            assertThat(masked.step(x, "weights")).containsExactly(0, 0, 1);
        }
    }

    @Test
    void theWeightsAreThoseOfTheWholeSequenceForm() throws IOException, OrtException {
        byte[] model = Shipped.model(SelfAttentionNetwork.CELL);
        List<float[]> inputs = inputs(2, 60);
        Sequence expected = new SelfAttentionReference(ModelFile.parse(model)).of(inputs);
        try (Rollout rollout = Rollout.of(model, memory(model, 0))) {
            for (int t = 0; t < inputs.size(); t++) {
                float[] weights = rollout.step(inputs.get(t), "weights");

                assertThat(weights).hasSize(t + 1);
                for (int i = 0; i <= t; i++) {
                    assertThat((double) weights[i]).isCloseTo(expected.weights(t)[i], within(1e-5));
                }
            }
        }
    }

    @Test
    void theShippedCardTellsTheContract() throws IOException {
        Map<String, String> card =
                ModelFile.parse(Shipped.model(SelfAttentionNetwork.CELL)).card();

        assertThat(card)
                .containsEntry("lookback.cell", "self-attention-rnn")
                .containsEntry("lookback.contract", "attention/1")
                .containsEntry("lookback.context", "32")
                .containsEntry("lookback.row", "32")
                .containsEntry("lookback.align", "general");
    }

    private static double worstDifference(byte[] model, List<float[]> inputs, int spare) throws OrtException {
        Sequence expected = new SelfAttentionReference(ModelFile.parse(model)).of(inputs);
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
        return new AttentionMemory(
                ModelFile.parse(model).size("hidden"), ModelFile.parse(model).size("hidden"), spare);
    }

    private static List<float[]> inputs(long seed, int length) {
        return Stream.generate(new RandomInputs(seed)::next).limit(length).toList();
    }
}
