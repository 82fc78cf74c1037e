package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.normalize.CellInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RegressionTest {

    private final Random random = new Random(5);
    private final float[] input = new float[CellInput.SIZE];

    @Test
    void beginsAsTheLastValue() {
        input[CellInput.Y] = 0.7f;
        Regression regression = Regression.fresh();

        assertThat(regression.mean(regression.known(input))).isEqualTo(0.7f);
        assertThat(regression.bytes()).isEqualTo(1);
    }

    @Test
    void learnsASumOfTheLastTwoValues() {
        double[] values = new double[2_000];
        for (int i = 2; i < values.length; i++) {
            values[i] = 1.5 * values[i - 1] - 0.8 * values[i - 2] + 0.05 * random.nextGaussian();
        }
        Regression regression = live(values.length - 1, i -> values[i]);

        double[] known = known(regression, values[1_998]);

        assertThat(regression.mean(known)).isCloseTo(1.5 * values[1_998] - 0.8 * values[1_997], within(0.03));
    }

    @Test
    void isThePlainLeastSquaresOfRecursionsInDoublePrecision() {
        double[] values = random.doubles(300, -1, 1).toArray();
        Regression regression = Regression.fresh();
        PlainRecursion plain = new PlainRecursion();

        for (int i = 1; i < values.length; i++) {
            double[] known = known(regression, values[i - 1]);
            assertThat(regression.mean(known)).isCloseTo(plain.mean(known), within(1e-3));
            regression.learn(known, values[i]);
            plain.learn(known, values[i]);
        }
    }

    @Test
    void staysFiniteWhereTheInputsSayNothingNew() {
        Regression regression = live(100_000, i -> 0.5);

        double[] known = known(regression, 0.5);

        assertThat(regression.mean(known)).isCloseTo(0.5, within(1e-3));
        regression.learn(known, -6);
        assertThat(regression.mean(known(regression, -6))).isBetween(-6.0, 6.0);
    }

    @Test
    void recoversFromASeriesThatStoodStill() {
        double[] noise = random.doubles(4_000, -1, 1).toArray();
        Regression regression = live(24_000, i -> i < 20_000 ? 0 : noise[i - 20_000]);

        assertThat(regression.mean(known(regression, noise[3_999]))).isCloseTo(0, within(0.3));
    }

    @Test
    void passingAValueLearnsNothing() {
        Regression regression = live(500, i -> Math.sin(i));
        double[] known = known(regression, 3);
        double before = regression.mean(known);

        regression.pass(known);

        assertThat(regression.mean(known)).isEqualTo(before);
        assertThat(known(regression, 4)[1]).isEqualTo(3);
        regression.pass(known(regression, 4));
        assertThat(known(regression, 5)).startsWith(5, 4, 3);
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        Regression regression = live(100, i -> random.nextGaussian());
        byte[] bytes = written(regression);

        assertThat(bytes).hasSize((int) regression.bytes());
        assertThat(written(Regression.read(new DataInputStream(new ByteArrayInputStream(bytes)))))
                .isEqualTo(bytes);
        assertThat(written(regression.copy())).isEqualTo(bytes);
    }

    private Regression live(int values, IntToDoubleFunction value) {
        Regression regression = Regression.fresh();
        for (int i = 1; i < values; i++) {
            regression.learn(known(regression, value.applyAsDouble(i - 1)), value.applyAsDouble(i));
        }
        return regression;
    }

    private double[] known(Regression regression, double last) {
        input[CellInput.Y] = (float) last;
        return regression.known(input);
    }

    private static byte[] written(Regression regression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        regression.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** The equations with full matrices. */
    private static final class PlainRecursion {

        private static final int SIZE = 15;

        private final double[] weights = new double[SIZE];
        private final double[][] p = new double[SIZE][SIZE];

        private PlainRecursion() {
            weights[0] = 1;
            for (int i = 0; i < SIZE; i++) {
                p[i][i] = 10;
            }
        }

        private double mean(double[] u) {
            double mean = 0;
            for (int i = 0; i < SIZE; i++) {
                mean += weights[i] * u[i];
            }
            return Math.max(-6, Math.min(6, mean));
        }

        private void learn(double[] u, double y) {
            double[] gain = new double[SIZE];
            double scale = 0.999;
            double error = y;
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < SIZE; j++) {
                    gain[i] += p[i][j] * u[j];
                }
                scale += gain[i] * u[i];
                error -= weights[i] * u[i];
            }
            for (int i = 0; i < SIZE; i++) {
                weights[i] += gain[i] * error / scale;
                for (int j = 0; j < SIZE; j++) {
                    p[i][j] = (p[i][j] - gain[i] * gain[j] / scale) / 0.999;
                }
            }
        }
    }
}
