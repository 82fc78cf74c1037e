package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;

    private final Cadence cadence = new Cadence();

    @Test
    void learnsHowManyRecordsADayHas() {
        for (int i = 0; i < 100; i++) {
            cadence.observe(i * MINUTE);
        }

        assertThat(cadence.rowsPerDay()).isCloseTo(1440, within(1e-6));
        assertThat(cadence.days()).isCloseTo(99.0 / 1440, within(1e-9));
        assertThat(cadence.index()).isEqualTo(99);
    }

    @Test
    void aSilenceCountsAsOneDay() {
        cadence.observe(0);
        cadence.observe(MINUTE);
        cadence.observe(400 * DAY);

        assertThat(cadence.days()).isCloseTo(1 + 1.0 / 1440, within(1e-9));
    }

    @Test
    void timeThatRunsBackwardsOrStandsStillCountsNothing() {
        cadence.observe(10 * MINUTE);
        cadence.observe(10 * MINUTE);
        cadence.observe(MINUTE);

        assertThat(cadence.days()).isZero();
        assertThat(cadence.index()).isEqualTo(2);
    }

    @Test
    void isStaleForTenRecordsAfterASilence() {
        for (int i = 0; i < 100; i++) {
            cadence.observe(i * MINUTE);
            assertThat(cadence.stale()).isFalse();
        }
        assertThat(cadence.silence()).isEqualTo(30 * MINUTE);

        cadence.observe(129 * MINUTE);
        assertThat(cadence.stale()).isFalse();
        long back = 129 * MINUTE + cadence.silence() + 1;

        for (int i = 0; i < 10; i++) {
            cadence.observe(back + i * MINUTE);
            assertThat(cadence.stale()).isTrue();
        }
        cadence.observe(back + 10 * MINUTE);
        assertThat(cadence.stale()).isFalse();
    }

    @Test
    void isStaleForAsLongWhenRestoredAfterEveryRecord() throws IOException {
        Cadence restored = new Cadence();
        for (int i = 0; i < 10; i++) {
            restored.observe(i * MINUTE);
        }

        for (int i = 0; i < 12; i++) {
            restored.observe(DAY + i * MINUTE);
            restored = copy(restored);
            assertThat(restored.stale()).isEqualTo(i < 10);
        }
    }

    @Test
    void oneGapHardlyChangesTheInterval() {
        for (int i = 0; i < 100; i++) {
            cadence.observe(i * MINUTE);
        }

        cadence.observe(10 * DAY);

        assertThat(cadence.rowsPerDay()).isBetween(1300.0, 1440.0);
    }

    private static Cadence copy(Cadence cadence) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        cadence.write(new DataOutputStream(bytes));
        return Cadence.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
