package io.lookback.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

    @Test
    void findsLocationAndScaleOfAStationarySeries() {
        Normaliser normaliser = new Normaliser();
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            normaliser.observe(50 + 4 * random.nextGaussian());
        }

        assertThat(normaliser.mean()).isCloseTo(50, within(0.5));
        assertThat(normaliser.scale()).isCloseTo(4, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 49.5, 50, 51, 70, -300})
    void mapsRawValuesThereAndBack(double x) {
        Normaliser normaliser = settled();

        assertThat(normaliser.denormalise(normaliser.normalise(x))).isCloseTo(x, within(1e-6));
    }

    @Test
    void boundsWhatACellMeets() {
        Normaliser normaliser = settled();

        assertThat(normaliser.normalise(1e300)).isEqualTo(Normaliser.LIMIT);
        assertThat(normaliser.normalise(-1e300)).isEqualTo(-Normaliser.LIMIT);
    }

    @Test
    void oneOutlierDoesNotBlindIt() {
        Normaliser normaliser = settled();
        double before = normaliser.scale();

        normaliser.observe(1e9);

        assertThat(normaliser.scale()).isLessThan(1.1 * before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 200})
    void recoversFromTheLargestNumbers(int position) {
        Normaliser normaliser = new Normaliser();

        for (int i = 0; i < 100; i++) {
            normaliser.observe(i == position ? Double.MAX_VALUE : i % 7);
        }

        assertThat(normaliser.scale()).isFinite();
        assertThat(normaliser.normalise(3)).isFinite();
    }

    private static Normaliser settled() {
        Normaliser normaliser = new Normaliser();
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            normaliser.observe(50 + 2 * random.nextGaussian());
        }
        return normaliser;
    }
}
