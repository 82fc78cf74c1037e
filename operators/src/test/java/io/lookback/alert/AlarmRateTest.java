package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AlarmRateTest {

    private final AlarmRate rate = new AlarmRate(0.001);

    @Test
    void aYoungSeriesIsAUsualOne() {
        assertThat(rate.excess()).isZero();

        live(1_000, 1);

        assertThat(rate.excess()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aSeriesThatAlarmsTenTimesAsOftenApproachesAPowerOfTen() {
        live(20_000, 200);

        assertThat(rate.excess()).isCloseTo(Math.log10(220 / 40.0), within(1e-9));

        live(100_000, 1_000);

        assertThat(rate.excess()).isBetween(0.75, 1.0);
    }

    @Test
    void aQuietSeriesFallsBelowZero() {
        live(40_000, 0);

        assertThat(rate.excess()).isCloseTo(Math.log10(20 / 60.0), within(1e-9));
    }

    @Test
    void noQuietOneIsRaisedWithoutBound() {
        live(1_000_000, 0);

        assertThat(rate.excess()).isBetween(-0.55, -0.3);
    }

    @Test
    void forgetsHowASeriesUsedToBe() {
        live(100_000, 1_000);

        live(1_000_000, 1_000);

        assertThat(rate.excess()).isCloseTo(0, within(0.05));
    }

    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        live(5_000, 50);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rate.write(new DataOutputStream(bytes));

        AlarmRate restored =
                new AlarmRate(0.001).readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo((int) rate.bytes());
        assertThat(restored.excess()).isEqualTo(rate.excess());
    }

    /** Alarms spread evenly over the records. */
    private void live(int records, int alarms) {
        for (int i = 0; i < records; i++) {
            rate.observe(alarms > 0 && i % (records / alarms) == 0);
        }
    }
}
