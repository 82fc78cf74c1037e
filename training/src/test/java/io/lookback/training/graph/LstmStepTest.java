package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.lookback.training.net.LstmNetwork;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.LstmReference;
import io.lookback.training.reference.RandomInputs;
import io.lookback.training.reference.Shipped;
import io.lookback.training.reference.Toy;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LstmStepTest {

    private static final int STEPS = 2000;

    @Test
    void theShippedGraphAgreesWithTheReferenceOverALongSequence() throws IOException, OrtException {
        byte[] model = Shipped.model(LstmNetwork.CELL);

        double worst = worstDifference(model, 48);

        assertThat(worst).isLessThan(1e-4);
    }

    @Test
    void aFreshGraphOfAnotherSizeAgreesWithTheReference() throws OrtException {
        byte[] model = Toy.model(weights -> new LstmNetwork(7, weights));

        double worst = worstDifference(model, 7);

        assertThat(worst).isLessThan(1e-4);
    }

    @Test
    void theShippedCardTellsTheContract() throws IOException {
        Map<String, String> card =
                ModelFile.parse(Shipped.model(LstmNetwork.CELL)).card();

        assertThat(card)
                .containsEntry("lookback.name", "lstm")
                .containsEntry("lookback.version", "1")
                .containsEntry("lookback.cell", "lstm")
                .containsEntry("lookback.contract", "vector/1")
                .containsEntry("lookback.input", "channel-14/1")
                .containsEntry("lookback.output", "student-t4/1")
                .containsEntry("lookback.memory", "96")
                .containsEntry("lookback.hidden", "48")
                .containsKeys("lookback.trained-on", "lookback.seed", "lookback.validation-loss", "lookback.digest");
    }

    private static double worstDifference(byte[] model, int hidden) throws OrtException {
        RandomInputs inputs = new RandomInputs(5);
        LstmReference reference = new LstmReference(ModelFile.parse(model));
        double worst = 0;
        try (Rollout rollout = Rollout.of(model, new VectorMemory(2 * hidden))) {
            for (int step = 0; step < STEPS; step++) {
                float[] x = inputs.next();
                worst = Math.max(worst, Agreement.relativeDifference(rollout.step(x), reference.step(x)));
            }
        }
        return worst;
    }
}
