package io.lookback.detection.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

    private final Layout layout = new Layout();
    private final Spread spread = new Spread(layout);
    private final Block block = Block.ofSize(layout.size());

    @Test
    void knowsTheDeviationOfTheWholePast() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            learn(1e9 + 3 * random.nextGaussian());
        }

        assertThat(spread.deviation(block, 0)).isCloseTo(3, within(0.1));
        assertThat(spread.mean(block, 0)).isCloseTo(1e9, within(0.2));
        assertThat(spread.count(block, 0)).isEqualTo(10_000);
    }

    @Test
    void oneValueInAWrongUnitCountsForSixteenWidths() {
        for (int i = 0; i < 100; i++) {
            learn(i % 2);
        }

        assertThat(spread.bounded(block, 0, 1e9)).isEqualTo(17);
        assertThat(spread.bounded(block, 0, 5)).isEqualTo(5);
    }

    @Test
    void moreOfThemInARowCountForNoMore() {
        for (int i = 0; i < 100; i++) {
            learn(i % 2);
        }
        for (int i = 0; i < 30; i++) {
            learn(1e9);
        }

        assertThat(spread.bounded(block, 0, 1e9)).isEqualTo(17);
        assertThat(spread.bounded(block, 0, -1e9)).isEqualTo(-16);
    }

    @Test
    void aSeriesThatStaysElsewhereIsFollowed() {
        for (int i = 0; i < 100; i++) {
            learn(i % 2);
        }
        for (int i = 0; i < 1_500; i++) {
            learn(1e9);
        }

        assertThat(spread.bounded(block, 0, 1e9)).isEqualTo(1e9);
    }

    @Test
    void aConstantIsOneUntilItMoves() {
        learn(7);
        learn(7);
        assertThat(spread.constant(block, 0)).isTrue();
        assertThat(spread.deviation(block, 0)).isPositive();

        learn(8);

        assertThat(spread.constant(block, 0)).isFalse();
    }

    @Test
    void knowsTheSmallestMove() {
        learn(7);
        learn(7);
        assertThat(spread.smallestMove(block, 0, 0)).isZero();
        assertThat(spread.smallestMove(block, 0, 4)).isEqualTo(4);

        learn(10);
        learn(9.5);
        learn(9.5);
        learn(20);

        assertThat(spread.smallestMove(block, 0, 13)).isEqualTo(0.5);
        assertThat(spread.smallestMove(block, 0, 12.75)).isEqualTo(0.25);
    }

    @Test
    void aCounterThatFallsToItsStartBeginsAnew() {
        for (int i = 0; i < 200; i++) {
            learn(10 * i);
        }

        assertThat(spread.newCounter(block, 0, 0)).isTrue();
        assertThat(spread.newCounter(block, 0, 1_000)).isFalse();
        learn(0);
        assertThat(spread.newCounter(block, 0, 10)).isTrue();
        for (int i = 1; i < 200; i++) {
            learn(10 * i);
        }
        assertThat(spread.newCounter(block, 0, 2_000)).isFalse();
    }

    @Test
    void whatFallsAsOftenAsItRisesIsNoCounter() {
        for (int i = 0; i < 400; i++) {
            learn(i % 2);
        }

        assertThat(spread.newCounter(block, 0, 0)).isFalse();
    }

    private void learn(double x) {
        spread.learn(block, 0, x, spread.bounded(block, 0, x));
    }
}
