package io.lookback.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.lookback.training.example.Batch;
import io.lookback.training.example.Corpus;
import io.lookback.training.series.SeededRandom;
import io.lookback.training.series.SeriesGenerator;
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
