package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MotionTest {

    private final Motion motion = new Motion();
    private int row;
    private double value;

    @Test
    void nothingIsSaidOfTheFirstMovements() {
        assertThat(swing(Motion.LATELY + 1, 1)).isZero();
        assertThat(swing(1, 3)).isPositive();
    }

    @Test
    void whatMovesAsEverIsNeitherQuietNorRestless() {
        assertThat(swing(500, 1)).isCloseTo(0, within(1e-9));
    }

    @Test
    void sumsUpTheLastMovements() {
        swing(2_000, 1);

        double share = 1 - Math.pow(1 - 1.0 / Motion.LATELY, 10);

        assertThat(swing(10, 2)).isCloseTo(Math.log(1 + share), within(0.02));
        assertThat(swing(300, 2)).isBetween(0.4, Math.log(2));
        assertThat(swing(300, 0.2)).isLessThan(-1);
    }

    @Test
    void aLeapCountsAsEightMovements() {
        swing(2_000, 1);

        assertThat(swing(1, 1e6)).isCloseTo(Math.log(1 + 7.0 / Motion.LATELY), within(0.01));
    }

    @Test
    void ofTheFirstFiftyEachCountsInFull() {
        swing(40, 1);

        assertThat(swing(1, 100)).isCloseTo(Math.log(1 + 99.0 / Motion.LATELY), within(0.01));
    }

    @Test
    void whatItDoesForAFewThousandRecordsIsUsual() {
        swing(20_000, 1);
        swing(5_000, 2);

        assertThat(swing(1, 2)).isCloseTo(0, within(0.02));
    }

    @Test
    void whatNeverMovedAndDoesNotNowIsUsual() {
        assertThat(swing(500, 0)).isZero();
        assertThat(swing(1, 1)).isGreaterThan(5);
    }

    @Test
    void movementsBelowTheFloorDoNotMatter() {
        for (int i = 0; i < 1_000; i++) {
            motion.judge(i % 2 * 1e-6, 1);
        }

        assertThat(motion.judge(0.001, 1)).isCloseTo(0, within(1e-3));
    }

    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        swing(100, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        motion.write(new DataOutputStream(bytes));

        Motion restored = new Motion().readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        Motion copy = motion.copy();

        assertThat(bytes.size()).isEqualTo((int) motion.bytes());
        double next = motion.judge(7, 0);
        assertThat(restored.judge(7, 0)).isEqualTo(next);
        assertThat(copy.judge(7, 0)).isEqualTo(next);
    }

    /** Up and down by as much; returns the last judgement. */
    private double swing(int rows, double move) {
        double judgement = 0;
        for (int i = 0; i < rows; i++) {
            value += row++ % 2 == 0 ? move : -move;
            judgement = motion.judge(value, 0);
        }
        return judgement;
    }
}
