package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoveltyTest {

    @Test
    void aValueOutsideThePastIsNovelAndItsRepetitionIsNot() {
        Novelty novelty = settled(1, 0);

        novelty.judge(20, 0, 0);
        double first = novelty.level(Novelty.FORECAST);
        novelty.judge(20, 0, 0);

        assertThat(first).isGreaterThan(5);
        assertThat(novelty.level(Novelty.FORECAST)).isZero();
    }

    @Test
    void aResidualThatNeverOccurredIsNovelThoughTheValueIsNot() {
        Novelty novelty = settled(1, 0);

        novelty.judge(0.5, 0, 5);

        assertThat(novelty.distance(Novelty.RESIDUAL)).isGreaterThan(4);
    }

    @ParameterizedTest(name = "unit {0}")
    @ValueSource(doubles = {1e-6, 1, 1e6, 1e100})
    void levelsDoNotDependOnTheUnit(double unit) {
        Random random = new Random(7);
        Novelty plain = new Novelty(256);
        Novelty scaled = new Novelty(256);

        for (int i = 0; i < 2_000; i++) {
            double x = 10 + random.nextGaussian();
            plain.judge(x, x - 10, x - 10);
            scaled.judge(x * unit, (x - 10) * unit, (x - 10) * unit);
        }
        plain.judge(20, 10, 10);
        scaled.judge(20 * unit, 10 * unit, 10 * unit);

        for (int memory = 0; memory < Novelty.MEMORIES; memory++) {
            assertThat(scaled.level(memory)).isCloseTo(plain.level(memory), within(1e-3));
        }
    }

    @Test
    void aLargeOffsetCostsNoPrecision() {
        Novelty novelty = new Novelty(256);
        for (int i = 0; i < 1_000; i++) {
            novelty.judge(1e9 + 1e7 * (i % 2), 0, 0);
        }

        novelty.judge(1e9 - 12_345_678, 0, 0);

        assertThat(novelty.distance(Novelty.FORECAST)).isCloseTo(12_345_678, within(1.0));
    }

    @Test
    void aJumpByManyOrdersOfMagnitudeIsMeasuredRight() {
        Novelty novelty = settled(1, 0);

        novelty.judge(1e12, 0, 0);
        assertThat(novelty.distance(Novelty.FORECAST)).isCloseTo(1e12, within(1e6));

        novelty.judge(1e150, 0, 0);
        assertThat(novelty.distance(Novelty.FORECAST)).isGreaterThan(1e15);
        assertThat(novelty.level(Novelty.FORECAST)).isEqualTo(8);
    }

    @Test
    void oneWildValueDoesNotBlindToTheNextOne() {
        Novelty novelty = settled(1, 0);

        novelty.judge(1e150, 0, 0);

        assertThat(novelty.range()).isLessThan(200);
        novelty.judge(0, 0, 0);
        assertThat(novelty.level(Novelty.FORECAST)).isLessThan(4);
        novelty.judge(12, 0, 0);
        assertThat(novelty.level(Novelty.FORECAST)).isGreaterThan(4);
    }

    @Test
    void aNewScaleIsFollowedWithinAFewRecords() {
        Novelty novelty = settled(1, 0);
        Random random = new Random(4);

        for (int i = 0; i < 20; i++) {
            novelty.judge(1e6 * random.nextGaussian(), 0, 0);
        }

        assertThat(novelty.range()).isBetween(1e6, 1e7);
    }

    @Test
    void forgetsWhatWasLastSeenBeforeTheLastEpoch() {
        Novelty novelty = settled(1, 0);
        novelty.judge(50, 0, 0);
        live(novelty, 1e3);

        novelty.forget(3_000);
        assertThat(novelty.range()).isBetween(1e3, 2e8);
        novelty.forget(1);
        live(novelty, 1e3);
        novelty.forget(2_000);

        assertThat(novelty.deviation()).isBetween(0.8, 1.2);
        novelty.judge(1e3 + 0.1, 0, 0);
        assertThat(novelty.distance(Novelty.FORECAST)).isLessThan(0.3);
        novelty.judge(1e3 + 8, 0, 0);
        assertThat(novelty.distance(Novelty.FORECAST)).isGreaterThan(3);
        novelty.judge(50, 0, 0);
        assertThat(novelty.level(Novelty.FORECAST)).isGreaterThan(6.5);
    }

    private static void live(Novelty novelty, double offset) {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            novelty.judge(offset + random.nextGaussian(), 0, 0);
        }
    }

    private static Novelty settled(double spread, double offset) {
        Random random = new Random(3);
        Novelty novelty = new Novelty(256);
        for (int i = 0; i < 1_000; i++) {
            novelty.judge(offset + spread * random.nextGaussian(), 0, 0);
        }
        return novelty;
    }
}
