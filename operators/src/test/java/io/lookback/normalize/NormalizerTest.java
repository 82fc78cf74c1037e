package io.lookback.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {

    @Test
    void findsLocationAndScaleOfAStationarySeries() {
        Normalizer normalizer = new Normalizer();
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            normalizer.observe(50 + 4 * random.nextGaussian());
        }

        assertThat(normalizer.mean()).isCloseTo(50, within(0.5));
        assertThat(normalizer.scale()).isCloseTo(4, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"1e4, 4", "0, 1e-12", "-3e8, 2e4"})
    void whateverTheUnitAndTheLevel(double level, double deviation) {
        Normalizer normalizer = new Normalizer();
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            normalizer.observe(level + deviation * random.nextGaussian());
        }

        assertThat(normalizer.scale() / deviation).isCloseTo(1, within(0.2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 49.5, 50, 51, 70, -300})
    void mapsRawValuesThereAndBack(double x) {
        Normalizer normalizer = settled();

        assertThat(normalizer.denormalize(normalizer.normalize(x))).isCloseTo(x, within(1e-6));
    }

    @Test
    void boundsWhatACellMeets() {
        Normalizer normalizer = settled();

        assertThat(normalizer.normalize(1e300)).isEqualTo(Normalizer.LIMIT);
        assertThat(normalizer.normalize(-1e300)).isEqualTo(-Normalizer.LIMIT);
    }

    @Test
    void oneOutlierDoesNotBlindIt() {
        Normalizer normalizer = settled();
        double before = normalizer.scale();

        normalizer.observe(1e9);

        assertThat(normalizer.scale()).isLessThan(1.1 * before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 200})
    void recoversFromTheLargestNumbers(int position) {
        Normalizer normalizer = new Normalizer();

        for (int i = 0; i < 100; i++) {
            normalizer.observe(i == position ? Double.MAX_VALUE : i % 7);
        }

        assertThat(normalizer.scale()).isFinite();
        assertThat(normalizer.normalize(3)).isFinite();
    }

    private static Normalizer settled() {
        Normalizer normalizer = new Normalizer();
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            normalizer.observe(50 + 2 * random.nextGaussian());
        }
        return normalizer;
    }
}
