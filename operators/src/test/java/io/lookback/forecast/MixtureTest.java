package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixtureTest {

    @Test
    void halfAPercentLieBeyondEitherEnd() {
        Random random = new Random(4);
        for (int trial = 0; trial < 20_000; trial++) {
            Mixture mixture = random(random, 2 + random.nextInt(6));
            assertThat(mixture.mass(mixture.end(1), 1)).isCloseTo(0.005, within(2e-6));
            assertThat(mixture.mass(mixture.end(-1), -1)).isCloseTo(0.005, within(2e-6));
        }
    }

    @Test
    void partsThatAgreeHaveTheirOwnEnds() {
        Prediction part = new Prediction(1, 0.1);
        Mixture same = new Mixture(new Prediction[] {part, part}, new double[] {0.4, 0.6});

        assertThat(same.end(1)).isCloseTo(1 + 0.4604095, within(1e-7));
        assertThat(same.end(-1)).isCloseTo(1 - 0.4604095, within(1e-7));
    }

    /** Means and scales as far apart as normalized values allow, weights down to a thousandth of the largest. */
    private static Mixture random(Random random, int size) {
        Prediction[] parts = new Prediction[size];
        double[] weights = new double[size];
        double sum = 0;
        for (int k = 0; k < size; k++) {
            parts[k] = new Prediction(
                    random.nextGaussian() * Math.pow(10, -3 * random.nextDouble()),
                    Math.pow(10, -3 + 4 * random.nextDouble()));
            weights[k] = Math.pow(10, -3 * random.nextDouble());
            sum += weights[k];
        }
        for (int k = 0; k < size; k++) {
            weights[k] /= sum;
        }
        return new Mixture(parts, weights);
    }
}
