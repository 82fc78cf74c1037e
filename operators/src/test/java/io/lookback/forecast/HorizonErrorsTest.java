package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.Prediction;
import io.lookback.normalize.Units;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HorizonErrorsTest {

    private static final int HORIZON = 16;
    private static final int FORECASTS = 1_500;

    /** One step of the walk has deviation 1, and the first band is that of its last value. */
    private static final Forecast FIRST = Forecast.of(new Prediction(0, 0.6), new Units(0, 1));

    @Test
    void theBandOfARandomWalkWidensWithTheRootOfTheStepsAndHoldsWhatItPromises() {
        HorizonErrors errors = HorizonErrors.fresh(HORIZON);
        double[] held = live(errors, 1, 0);

        assertThat(held[0]).as("second step").isBetween(0.975, 0.998);
        assertThat(held[HORIZON - 2]).as("last step").isBetween(0.975, 0.998);
        double[][] widths = errors.widths(1, FIRST);
        assertThat(widths[1][HORIZON - 1] / widths[1][1]).isBetween(2.0, 4.0);
    }

    @Test
    void theBandOfPureNoiseDoesNotWiden() {
        HorizonErrors errors = HorizonErrors.fresh(HORIZON);
        live(errors, 0, 1);

        double[][] widths = errors.widths(1, FIRST);
        assertThat(widths[1][HORIZON - 1] / widths[1][1]).isBetween(0.8, 1.25);
    }

    @Test
    void anOutlierWidensTheBandLittle() {
        HorizonErrors errors = HorizonErrors.fresh(HORIZON);
        live(errors, 0, 1);
        double before = errors.widths(1, FIRST)[1][3];

        keep(errors);
        for (int step = 0; step < HORIZON; step++) {
            errors.learn(step == 3 ? 1e9 : 0);
        }

        assertThat(errors.widths(1, FIRST)[1][3]).isLessThan(2 * before);
    }

    @Test
    void aForecastAllOfWhoseStepsMissWidensItsBandByAFactorOfE() {
        HorizonErrors errors = HorizonErrors.fresh(500);
        errors.keep(new double[500], errors.widths(1, FIRST), 1);
        for (int step = 0; step < 500; step++) {
            errors.learn(1_000);
        }

        double[][] widths = errors.widths(1, FIRST);
        assertThat(widths[1][100] / widths[0][100])
                .as("the end that was missed, of the other")
                .isBetween(2.0, 4.0);
    }

    @Test
    void comesBackFromItsBytes() throws IOException {
        HorizonErrors errors = HorizonErrors.fresh(HORIZON);
        live(errors, 1, 0);
        keep(errors);
        errors.learn(0.5);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        errors.write(new DataOutputStream(bytes));

        HorizonErrors back =
                HorizonErrors.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), HORIZON);
        for (HorizonErrors one : new HorizonErrors[] {errors, back, errors.copy()}) {
            one.learn(7);
        }

        assertThat(Arrays.deepToString(back.widths(1, FIRST))).isEqualTo(Arrays.deepToString(errors.widths(1, FIRST)));
        assertThat(back.waits()).isTrue();
    }

    /** Returns for each step from the second on the share of values that lay in the band, of the later half. */
    private static double[] live(HorizonErrors errors, double walk, double noise) {
        Random random = new Random(5);
        double[] held = new double[HORIZON - 1];
        for (int forecast = 0; forecast < FORECASTS; forecast++) {
            double[][] widths = keep(errors);
            double level = 0;
            for (int step = 0; step < HORIZON; step++) {
                level += walk * random.nextGaussian();
                double value = level + noise * random.nextGaussian();
                errors.learn(value);
                boolean in = value >= -widths[0][step] && value <= widths[1][step];
                if (step > 0 && forecast >= FORECASTS / 2 && in) {
                    held[step - 1] += 2.0 / FORECASTS;
                }
            }
        }
        return held;
    }

    private static double[][] keep(HorizonErrors errors) {
        double[][] widths = errors.widths(1, FIRST);
        errors.keep(new double[HORIZON], widths, 1);
        return widths;
    }
}
