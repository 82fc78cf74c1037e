package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import io.lookback.normalize.Units;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Units UNITS = new Units(100, 10);

    @Test
    void theBandHolds99Of100() {
        Forecast forecast = mixture(1, 1);

        assertThat(forecast.below(forecast.lower())).isCloseTo(0.005, within(1e-6));
        assertThat(forecast.above(forecast.upper())).isCloseTo(0.005, within(1e-6));
        assertThat(forecast.tail(forecast.upper())).isCloseTo(0.01, within(1e-6));
        assertThat(forecast.expected()).isBetween(forecast.lower(), forecast.upper());
    }

    @Test
    void aStretchedBandStillHoldsWhatItPromises() {
        Forecast narrow = mixture(1, 1);
        Forecast stretched = mixture(1, 1.5);

        assertThat(stretched.upper()).isGreaterThan(narrow.upper());
        assertThat(stretched.lower()).isEqualTo(narrow.lower());
        assertThat(stretched.above(stretched.upper())).isCloseTo(0.005, within(1e-6));
    }

    @Test
    void aStretchedBandChangesTheTailsAlone() {
        Forecast narrow = mixture(1, 1);
        Forecast stretched = mixture(2, 0.7);

        double usual = UNITS.denormalize(0.1);

        assertThat(stretched.above(usual)).isEqualTo(narrow.above(usual));
        assertThat(stretched.below(narrow.lower())).isGreaterThan(0.005);
        assertThat(stretched.above(narrow.upper())).isLessThan(0.005);
        assertThat(stretched.below(1e3) + stretched.above(1e3)).isCloseTo(1, within(1e-9));
    }

    @Test
    void oneForecasterAloneIsAStudentT() {
        Forecast forecast = Forecast.of(new Prediction(0, 0.01), UNITS);

        double quarter = UNITS.denormalize(0.01 * 0.7407); // 25 % of a Student t4 lie above 0.7407

        assertThat(forecast.above(quarter)).isCloseTo(0.25, within(1e-4));
        assertThat(forecast.tail(quarter)).isCloseTo(0.5, within(2e-4));
    }

    @Test
    void farOutTheTailKeepsItsDigits() {
        Forecast forecast = Forecast.of(new Prediction(0, 0.001), UNITS);

        assertThat(forecast.tail(1e12)).isPositive().isLessThan(1e-12);
        assertThat(forecast.tail(1e300)).isPositive();
        assertThat(forecast.tail(-1e300)).isPositive();
    }

    @Test
    void oneThatTakesNoPartIsNotRead() {
        double[] weights = {0, 1};
        Prediction[] parts = {Prediction.NONE, new Prediction(0, 0.1)};
        Forecast forecast = new Forecast(UNITS, parts, Forecast.NOTHING, weights, weights, 1, 1, 1);

        assertThat(forecast.expected()).isEqualTo(100);
        assertThat(forecast.lower()).isFinite();
        assertThat(forecast.tail(101)).isBetween(0.0, 1.0);
        assertThat(forecast.deviation(101)).isFinite();
    }

    @Test
    void theExpectedValueHasWeightsOfItsOwn() {
        Prediction[] parts = {new Prediction(0, 0.01), new Prediction(0.1, 0.02)};
        Forecast forecast =
                new Forecast(UNITS, parts, Forecast.NOTHING, new double[] {0.7, 0.3}, new double[] {1, 0}, 1, 1, 1);

        assertThat(forecast.expected()).isEqualTo(100);
        assertThat(forecast.upper()).isEqualTo(mixture(1, 1).upper());
    }

    @Test
    void whatIsNoNumberIsNoForecast() {
        assertThat(Forecast.of(new Prediction(Double.NaN, 1), UNITS).exists()).isFalse();
        assertThat(Forecast.NONE.expected()).isNaN();
        assertThat(Forecast.NONE.lower()).isNaN();
        assertThat(Forecast.NONE.upper()).isNaN();
        assertThat(Forecast.NONE.tail(3)).isEqualTo(1);
        assertThat(Forecast.NONE.deviation(3)).isZero();
    }

    private static Forecast mixture(double stretchBelow, double stretchAbove) {
        double[] weights = {0.7, 0.3};
        Prediction[] parts = {new Prediction(0, 0.01), new Prediction(0.1, 0.02)};
        return new Forecast(UNITS, parts, Forecast.NOTHING, weights, weights, 1, stretchBelow, stretchAbove);
    }
}
