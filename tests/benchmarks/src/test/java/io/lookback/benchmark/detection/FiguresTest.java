package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theBestOfTwoIsTheBetterOfEachFigure() {
        Figures one = new Figures(25, -75.2, 0.233, 30, 115);
        Figures other = new Figures(24, -70, 0.2, 41, 115);

        assertThat(one.best(other)).isEqualTo(new Figures(25, -70, 0.233, 41, 115));
        assertThat(other.best(one)).isEqualTo(one.best(other));
        assertThat(one).hasToString(" 25.0 | -75.2 | 0.233 | 30 of 115 |");
    }
}
