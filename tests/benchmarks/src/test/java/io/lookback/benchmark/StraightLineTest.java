package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StraightLineTest {

    @Test
    void findsTheLineBehindItsPoints() {
        StraightLine line = StraightLine.through(new double[] {1, 2, 4}, new double[] {5, 7, 11});

        assertThat(line.intercept()).isCloseTo(3, within(1e-12));
        assertThat(line.slope()).isCloseTo(2, within(1e-12));
        assertThat(line.determination()).isCloseTo(1, within(1e-12));
    }

    @Test
    void tellsHowMuchALineLeavesOpen() {
        StraightLine line = StraightLine.through(new double[] {0, 1, 2, 3}, new double[] {0, 1, 0, 1});

        assertThat(line.determination()).isCloseTo(0.2, within(1e-12));
    }
}
