package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.cell.Prediction;
import io.lookback.normalise.Normaliser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    @Test
    void surpriseIsTheMeanOverCellsEachByItsOwnScale() {
        Forecast forecast = new Forecast(List.of(new Prediction(0, 1), new Prediction(1, 0.5)));

        assertThat(forecast.surprise(2)).isCloseTo((2 + 2) / 2.0, within(1e-12));
    }

    @Test
    void aCellThatPredictsNoNumberTakesNoPart() {
        Forecast forecast = new Forecast(List.of(
                new Prediction(Double.NaN, 1), new Prediction(0, Double.POSITIVE_INFINITY), new Prediction(1, 1)));

        assertThat(forecast.surprise(3)).isCloseTo(2, within(1e-12));
        assertThat(forecast.expected(new Normaliser())).isFinite();
    }

    @Test
    void noForecastExpectsNothing() {
        assertThat(Forecast.NONE.expected(new Normaliser())).isNaN();
        assertThat(Forecast.NONE.bound(new Normaliser(), 1)).isNaN();
        assertThat(Forecast.NONE.surprise(1)).isZero();
    }

    @Test
    void theBandLiesAroundWhatIsExpected() {
        Normaliser normaliser = new Normaliser();
        for (int i = 0; i < 100; i++) {
            normaliser.observe(100 + i % 10);
        }
        Forecast forecast = Forecast.of(new Prediction(0.2, 0.1));

        double expected = forecast.expected(normaliser);

        assertThat(forecast.bound(normaliser, -2)).isLessThan(expected);
        assertThat(forecast.bound(normaliser, 2)).isGreaterThan(expected);
    }
}
