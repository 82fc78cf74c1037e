package io.lookback.detection.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final long MINUTE = 60_000;

    private final Layout layout = new Layout();
    private final Gaps gaps = new Gaps(layout);
    private final Block block = Block.ofSize(layout.size());
    private long time;

    @Test
    void isMoreThanThreeUsualIntervals() {
        regular(100);

        assertThat(before(3 * MINUTE)).isFalse();
        assertThat(before(3 * MINUTE + MINUTE)).isTrue();
    }

    @Test
    void doesNotMakeTheNextOneUsual() {
        regular(100);
        for (int i = 0; i < 5; i++) {
            next(60 * MINUTE);
            regular(20);
        }

        assertThat(before(5 * MINUTE)).isTrue();
    }

    @Test
    void whatComesAsByChanceHasHardlyAny() {
        Random random = new Random(3);
        int found = 0;
        for (int i = 0; i < 10_000; i++) {
            long wait = (long) (-MINUTE * Math.log(1 - random.nextDouble()));
            found += before(wait) ? 1 : 0;
            next(wait);
        }

        assertThat(found).isLessThan(60);
        assertThat(before(30 * MINUTE)).isTrue();
    }

    @Test
    void lateValuesAndAFirstFewTellNothing() {
        regular(3);
        assertThat(before(1_000 * MINUTE)).isFalse();
        regular(100);

        gaps.learn(block, 0, time - 50 * MINUTE);

        assertThat(before(2 * MINUTE)).isFalse();
    }

    @Test
    void valuesOfOneTimeDoNotMakeTheIntervalZero() {
        for (int i = 0; i < 20; i++) {
            next(0);
        }
        regular(20);

        assertThat(before(2 * MINUTE)).isFalse();
        assertThat(before(5 * MINUTE)).isTrue();
    }

    @Test
    void timesAsFarApartAsLongsGoAreOne() {
        time = Long.MIN_VALUE;
        regular(20);

        assertThat(gaps.before(block, 0, Long.MAX_VALUE)).isTrue();
        gaps.learn(block, 0, Long.MAX_VALUE);
        assertThat(gaps.before(block, 0, Long.MAX_VALUE)).isFalse();
    }

    private void regular(int values) {
        for (int i = 0; i < values; i++) {
            next(MINUTE);
        }
    }

    private boolean before(long wait) {
        return gaps.before(block, 0, time + wait);
    }

    private void next(long wait) {
        time += wait;
        gaps.learn(block, 0, time);
    }
}
