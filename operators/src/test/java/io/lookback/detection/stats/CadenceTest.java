package io.lookback.detection.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final long MINUTE = 60_000;
    private static final long DAY = 1_440 * MINUTE;

    private final Layout layout = new Layout();
    private final Cadence cadence = new Cadence(layout);
    private final Block block = Block.ofSize(layout.size());

    @Test
    void learnsHowDenselyASeriesIsSampled() {
        for (int i = 0; i < 100; i++) {
            cadence.learn(block, i * MINUTE);
        }

        assertThat(cadence.rowsPerDay(block)).isCloseTo(1_440, within(1e-6));
        assertThat(cadence.index(block)).isEqualTo(99);
    }

    @Test
    void beforeTheSecondRecordItIsFiveMinutes() {
        cadence.learn(block, 7);

        assertThat(cadence.rowsPerDay(block)).isCloseTo(288, within(1e-9));
    }

    @Test
    void aLongGapMovesItLittle() {
        for (int i = 0; i < 200; i++) {
            cadence.learn(block, i * MINUTE);
        }
        cadence.learn(block, 10 * DAY);

        assertThat(cadence.rowsPerDay(block)).isBetween(1_300.0, 1_440.0);
    }

    @Test
    void isStaleForAWhileAfterASilence() {
        for (int i = 0; i < 100; i++) {
            cadence.learn(block, i * MINUTE);
            assertThat(cadence.stale(block)).isFalse();
        }
        assertThat(cadence.silence(block)).isEqualTo(30 * MINUTE);
        long back = 99 * MINUTE + cadence.silence(block) + 1;

        for (int i = 0; i < 10; i++) {
            cadence.learn(block, back + i * MINUTE);
            assertThat(cadence.stale(block)).isTrue();
        }

        cadence.learn(block, back + 10 * MINUTE);
        assertThat(cadence.stale(block)).isFalse();
    }
}
