package io.lookback.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.lookback.normalize.CellInput;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.graph.Head;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StudentLossTest {

    @Test
    void isTheNegativeLogLikelihoodUpToAConstant() {
        double atTheCenter = StudentLoss.of(1, 1, 1);
        double twoScalesAway = StudentLoss.of(5, 1, 2);

        assertThat(atTheCenter).isZero();
        assertThat(twoScalesAway).isCloseTo(Math.log(2) + 2.5 * Math.log(2), within(1e-12));
    }

    @Test
    void theTrainedLossIsThatOfTheNetworksPredictions() {
        Batch batch = Corpus.of(new SeriesGenerator(1, 100).draw(0, 5), 30).draw(new SeededRandom(1), 3);
        try (NDManager manager = Torch.start(1)) {
            Network network = new LstmNetwork(4, new Parameters(manager, new SeededRandom(1)));

            double trained = StudentLoss.of(network, batch, manager).getFloat();

            assertThat(trained)
                    .isCloseTo(byHand(batch, StudentLoss.predictions(network, batch, manager)), within(1e-4));
        }
    }

    @Test
    void aNetworkThatDecodesFurtherIsTrainedOnEachOfItsSteps() {
        Batch batch = Corpus.of(new SeriesGenerator(1, 100).draw(0, 5), 30).draw(new SeededRandom(1), 3);
        try (NDManager manager = Torch.start(1)) {
            Network network = new EncoderDecoder(4, new Parameters(manager, new SeededRandom(1)));

            double trained =
                    StudentLoss.of(network, batch, network.ahead(), manager).getFloat();

            double expected = IntStream.range(0, network.ahead())
                    .mapToDouble(step -> byHand(batch, network, step, manager))
                    .average()
                    .orElseThrow();
            assertThat(trained).isCloseTo(expected, within(1e-4));
            assertThat(trained)
                    .isNotCloseTo(StudentLoss.of(network, batch, manager).getFloat(), within(1e-3));
        }
    }

    /** The loss of the value so many steps after the next one. */
    private static double byHand(Batch batch, Network network, int later, NDManager manager) {
        NDArray x = manager.create(batch.inputs(), new Shape(batch.rows(), batch.length(), CellInput.SIZE));
        float[] raw = network.outputs(x, x).toFloatArray();
        double sum = 0;
        int counted = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int step = StudentLoss.SKIPPED; step + later < batch.length(); step++) {
                int at = 2 * ((row * batch.length() + step) * network.ahead() + later);
                double mean = batch.input(row, step)[CellInput.Y] + raw[at];
                double scale = Math.exp(Math.max(Head.LOWEST_LOG_SCALE, Math.min(Head.HIGHEST_LOG_SCALE, raw[at + 1])));
                sum += StudentLoss.of(batch.targets()[row * batch.length() + step + later], mean, scale);
                counted++;
            }
        }
        return sum / counted;
    }

    private static double byHand(Batch batch, float[] predictions) {
        double sum = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int step = StudentLoss.SKIPPED; step < batch.length(); step++) {
                int at = row * batch.length() + step;
                sum += StudentLoss.of(batch.targets()[at], predictions[2 * at], predictions[2 * at + 1]);
            }
        }
        return sum / (batch.rows() * (batch.length() - StudentLoss.SKIPPED));
    }
}
