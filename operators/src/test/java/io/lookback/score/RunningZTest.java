package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunningZTest {

    @Test
    void measuresInStandardDeviationsOfThePast() {
        RunningZ z = RunningZ.plain();

        for (double x : new double[] {1, 3, 1, 3, 1, 3, 1, 3}) {
            z.observe(x, 0, 0);
        }

        assertThat(z.deviation()).isCloseTo(1, within(1e-12));
        assertThat(z.z(5, 0)).isCloseTo(3, within(1e-12));
        assertThat(z.z(-1, 0)).isCloseTo(-3, within(1e-12));
    }

    @Test
    void isZeroBeforeTheFirstValue() {
        assertThat(RunningZ.plain().z(1e300, 0)).isZero();
    }

    @Test
    void aWinsorisedMemoryIsNotCarriedAwayByOneWildValue() {
        RunningZ robust = RunningZ.winsorised();
        RunningZ plain = RunningZ.plain();
        for (int i = 0; i < 100; i++) {
            robust.observe(i % 2, 0, 0);
            plain.observe(i % 2, 0, 0);
        }

        robust.observe(1e9, 0, 0);
        plain.observe(1e9, 0, 0);

        assertThat(robust.z(1e9, 0)).isGreaterThan(1e6);
        assertThat(plain.z(1e9, 0)).isLessThan(20);
    }

    @Test
    void theFloorStandsInForTheDeviationOfAConstantSeries() {
        RunningZ z = RunningZ.plain();
        z.observe(5, 0, 0.1);

        assertThat(z.z(6, 0.1)).isCloseTo(10, within(1e-9));
    }
}
