package io.lookback.detection.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeakRateTest {

    private static final long REFRACTORY = 10;

    private final Layout layout = new Layout();
    private final PeakRate rate = new PeakRate(layout);
    private final Block block = Block.ofSize(layout.size());

    @Test
    void beforeAnyPeakOnlyTimeCounts() {
        double time = 10 * (1 - Math.exp(-0.0001)) + 0.1;

        assertThat(rate.read(block, 2)).isCloseTo(-Math.log10(0.3 / time), within(1e-6));
    }

    @Test
    void aHeightAboveTheOnlyPeakFollowsTheLomaxTail() {
        learn(50, 1);
        double now = 0.05 + 0.011;
        double time = 10 * (1 - Math.exp(-(now + 0.001) / 10)) + 0.1;
        for (int i = 0; i < 11; i++) {
            rate.learn(block, -5, 0, REFRACTORY);
        }

        double rarity = rate.read(block, 3);

        assertThat(rarity).isCloseTo(-Math.log10(1.3 / time) + 11 * Math.log10(1 + 2 / 5.0), within(0.01));
    }

    @Test
    void whatRecursIsAsRareAsItWasSeen() {
        Random random = new Random(3);
        for (int i = 0; i < 8_000; i++) {
            rate.learn(block, i % 1_000 == 500 ? 5 : 0.3 * random.nextGaussian() - 4, 0, REFRACTORY);
        }

        assertThat(rate.seldom(block, 5, rate.read(block, 5), 3)).isTrue();
        assertThat(rate.seldom(block, 5, rate.read(block, 5), 1)).isFalse();
        assertThat(rate.seldom(block, 9, rate.read(block, 9), 1)).isTrue();
        assertThat(rate.seldom(block, 9, rate.read(block, 9), 0.1)).isFalse();
    }

    @Test
    void whatComesAtOneTimeOfTheDayRecurs() {
        for (int i = 0; i < 4 * 96; i++) {
            int slot = i % 96;
            rate.learn(block, slot == 0 ? 3 : -4 - slot, slot, REFRACTORY);
        }

        assertThat(rate.recurs(block, 3.4, 0, 96)).isTrue();
        assertThat(rate.recurs(block, 3.4, 95, 96)).isTrue();
        assertThat(rate.recurs(block, 3.4, 1, 96)).isTrue();
        assertThat(rate.recurs(block, 3.4, 2, 96)).isFalse();
        assertThat(rate.recurs(block, 3.6, 0, 96)).isFalse();
    }

    @Test
    void peaksOfOneDayAreNoHabit() {
        for (int i = 0; i < 96; i++) {
            rate.learn(block, i % 12 == 0 ? 3 : -4 - i % 12, 5, REFRACTORY);
        }

        assertThat(rate.recurs(block, 3, 5, 10_000)).isFalse();
        assertThat(rate.recurs(block, 3, 5, 20)).isTrue();
    }

    @Test
    void peaksAtAnyTimeAreNoHabitOfOneTime() {
        for (int i = 0; i < 6 * 96; i++) {
            int slot = i % 96;
            rate.learn(block, slot % 12 == 0 ? 3 : -4 - slot % 12, slot, REFRACTORY);
        }

        assertThat(rate.recurs(block, 3, 0, 96)).isFalse();
    }

    @Test
    void twiceIsNoHabit() {
        for (int i = 0; i < 3 * 96; i++) {
            int slot = i % 96;
            rate.learn(block, slot == 0 && i > 0 ? 3 : -4 - slot, slot, REFRACTORY);
        }

        assertThat(rate.recurs(block, 3, 0, 96)).isFalse();
    }

    @Test
    void bothTheTailAndTheCountDecide() {
        live(new Random(5), 5_000, 1);

        assertThat(rate.seldom(block, 9, 1.5, 1)).isTrue();
        assertThat(rate.seldom(block, 9, 0.5, 1)).isFalse();
        assertThat(rate.seldom(block, 2, 1.5, 1)).isFalse();
    }

    @Test
    void anEpisodeOfEqualHeightsEnds() {
        double height = 2 * Math.log(0.03);
        for (int i = 0; i < 1_000; i++) {
            rate.learn(block, height, 0, REFRACTORY);
        }

        assertThat(rate.read(block, height + 10)).isGreaterThan(rate.read(block, height) + 5);
    }

    @Test
    void theHigherTheRarer() {
        live(new Random(1), 5_000, 1);

        double before = Double.NEGATIVE_INFINITY;
        for (double s = -6; s < 12; s += 0.1) {
            double rarity = rate.read(block, s);
            assertThat(rarity).isGreaterThanOrEqualTo(before);
            before = rarity;
        }
    }

    @Test
    void whatASeriesDoesOftenIsNoNewsToIt() {
        PeakRate wildRate = new PeakRate(new Layout());
        Block wild = Block.ofSize(layout.size());
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            rate.learn(block, -0.3 * Math.log(random.nextDouble()) - 3, 0, REFRACTORY);
            wildRate.learn(wild, i % 100 == 0 ? 4 + random.nextDouble() : -3, 0, REFRACTORY);
        }

        assertThat(rate.read(block, 5)).isGreaterThan(wildRate.read(wild, 5) + 1);
    }

    /** Ten in 10,000 records of exponential levels, give or take. */
    @Test
    void aLevelIsReachedAboutAsOftenAsItSays() {
        Random random = new Random(3);
        int reached = 0;
        for (int i = 0; i < 40_000; i++) {
            double s = -0.5 * Math.log(random.nextDouble()) - 3;
            reached += rate.read(block, s) >= 0.2 && i > 1_000 ? 1 : 0;
            rate.learn(block, s, 0, REFRACTORY);
        }

        assertThat(reached).isBetween(4, 160);
    }

    private void live(Random random, int records, double scale) {
        for (int i = 0; i < records; i++) {
            rate.learn(block, -scale * Math.log(random.nextDouble()) - 3, 0, REFRACTORY);
        }
    }

    private void learn(int quiet, double peak) {
        for (int i = 0; i < quiet; i++) {
            rate.learn(block, i == 0 ? -9 : -9 - i, 0, 1_000_000);
        }
        rate.learn(block, peak, 0, REFRACTORY);
    }
}
