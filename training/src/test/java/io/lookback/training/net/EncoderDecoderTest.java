package io.lookback.training.net;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.GraphWriter;
import io.lookback.training.graph.Head;
import io.lookback.training.graph.ModelCard;
import io.lookback.training.graph.ModelFile;
import io.lookback.training.reference.Agreement;
import io.lookback.training.reference.EncoderDecoderReference;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import org.junit.jupiter.api.Test;

class EncoderDecoderTest {

    private static final Batch BATCH =
            Corpus.of(new SeriesGenerator(1, 300).draw(0, 3), 150).draw(new SeededRandom(1), 2);

    /** The graph of a step decodes only the first, which other tests hold to the reference. */
    @Test
    void theWholeSequenceFormDecodesEachStepAheadAsTheReference() {
        try (NDManager manager = Torch.start(1)) {
            EncoderDecoder network = new EncoderDecoder(8, new Parameters(manager, new SeededRandom(1)));
            ModelFile model = model(network);
            NDArray x = manager.create(BATCH.inputs(), new Shape(BATCH.rows(), BATCH.length(), CellInput.SIZE));
            float[] raw = network.outputs(x, x).toFloatArray();
            double worst = 0;

            for (int row = 0; row < BATCH.rows(); row++) {
                EncoderDecoderReference reference = new EncoderDecoderReference(model);
                for (int t = 0; t < BATCH.length(); t++) {
                    float[] input = BATCH.input(row, t);
                    double[][] expected = reference.step(input, EncoderDecoder.AHEAD);
                    for (int step = 0; step < EncoderDecoder.AHEAD; step++) {
                        int at = 2 * ((row * BATCH.length() + t) * EncoderDecoder.AHEAD + step);
                        float[] actual = {input[CellInput.Y] + raw[at], scale(raw[at + 1])};
                        worst = Math.max(worst, Agreement.relativeDifference(actual, expected[step]));
                    }
                }
            }

            assertThat(worst).isLessThan(1e-4);
        }
    }

    private static float scale(float log) {
        return (float) Math.exp(Math.max(Head.LOWEST_LOG_SCALE, Math.min(Head.HIGHEST_LOG_SCALE, log)));
    }

    private static ModelFile model(Network network) {
        GraphWriter graph = new GraphWriter(network.cell());
        network.writeStep(graph);
        return ModelFile.parse(
                new ModelCard(network.cell(), network.contract(), network.details(), "nothing", 1, 0).attachTo(graph));
    }
}
