package io.lookback.detection.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FusionTest {

    private final Fusion fusion = new Fusion();

    @Test
    void whatIsAbsentInOneOfManyFeaturesIsAsManyTimesMoreProbable() {
        fusion.add(new double[] {0, 0, 0, 5}, 0);
        for (int other = 1; other < 10; other++) {
            fusion.add(new double[] {0, 0, 0, 0}, 0);
        }

        assertThat(fusion.absence()).isCloseTo(4, within(1e-12));
    }

    @Test
    void nothingIsAbsentWhereNothingWasDue() {
        fusion.add(new double[] {1, 2, 0, 0}, 2);

        assertThat(fusion.absence()).isZero();
    }
}
