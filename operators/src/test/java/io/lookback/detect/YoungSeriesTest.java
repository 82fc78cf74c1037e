package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Series with a record an hour, in their first weeks. */
class YoungSeriesTest {

    private static final long HOUR = 3_600_000;
    private static final int DAY = 24;
    private static final int SERIES = 200;
    private static final double NOTICED = 0.3;

    @Test
    void noBurstOfNewsFollowsTheFirstWeek() {
        int[] news = new int[10];
        for (int seed = 0; seed < SERIES; seed++) {
            Random random = new Random(seed);
            Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
            for (int row = 0; row < news.length * DAY; row++) {
                double value = 3 * Math.sin(2 * Math.PI * row / DAY) + random.nextGaussian();
                news[row / DAY] += replay.next(HOUR * row, value).score() > NOTICED ? 1 : 0;
            }
        }
        assertThat(news[7]).as("on the eighth day").isLessThan(2 * news[6]);
    }
}
