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
    void aSeriesOfWhichLittleIsKnownIsAUsualOne() {
        live(1_000, 1);

        assertThat(rate.excess()).isCloseTo(0, within(1e-3));
    }

    @Test
    void aYoungSeriesHasToRiseHigher() {
        assertThat(rate.excess()).isCloseTo(Math.log10(301 / 1.3) / 3, within(1e-9));

        live(299, 1);

        assertThat(rate.excess()).isCloseTo(Math.log10(2 / 1.3) / 3 + Math.log10(21 / 20.299), within(1e-9));
    }

    @Test
    void aSeriesThatAlarmsTenTimesAsOftenApproachesAPowerOfTen() {
        live(20_000, 200);

        assertThat(rate.excess()).isCloseTo(Math.log10(220 / 40.0) + youth(20_000), within(1e-9));

        live(200_000, 2_000);

        assertThat(rate.excess()).isBetween(0.75, 1.0);
    }

    @Test
    void aQuietSeriesFallsBelowZero() {
        live(40_000, 0);

        assertThat(rate.excess()).isCloseTo(Math.log10(20 / 60.0) + youth(40_000), within(1e-9));
    }

    @Test
    void noQuietOneIsRaisedWithoutBound() {
        live(1_000_000, 0);

        assertThat(rate.excess()).isBetween(-0.85, -0.5);
    }

    @Test
    void forgetsHowASeriesUsedToBe() {
        live(200_000, 2_000);

        live(2_000_000, 2_000);

        assertThat(rate.excess()).isCloseTo(youth(75_000), within(0.05));
    }

    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        live(5_000, 0, 10);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rate.write(new DataOutputStream(bytes));

        AlarmRate restored =
                new AlarmRate(0.001).readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo((int) rate.bytes());
        assertThat(restored.excess()).isEqualTo(rate.excess());
    }

    @Test
    void aRaisedSeriesThatAlarmsAsAskedStaysRaised() {
        live(20_000, 0, 20);

        assertThat(rate.excess()).isCloseTo(Math.log10(20 / 40.0) + youth(20_000), within(1e-9));
    }

    @Test
    void whatRaisesASeriesTooMuchIsTakenBack() {
        live(20_000, 0, 40);

        assertThat(rate.excess()).isCloseTo(Math.log10(20 / 40.0 * 60 / 40.0) + youth(20_000), within(1e-9));
    }

    @Test
    void noMoreIsTakenBackThanWasGiven() {
        live(20_000, 0, 2_000);

        assertThat(rate.excess()).isCloseTo(youth(20_000), within(1e-9));
    }

    @Test
    void onlyWhatWasGivenIsTakenBack() {
        live(20_000, 200, 2_000);

        assertThat(rate.excess()).isCloseTo(Math.log10(220 / 40.0) + youth(20_000), within(1e-9));
    }

    @Test
    void raisesASeriesOnceMoreThatAlarmsNoLongerTooOften() {
        live(200_000, 0, 2_000);
        assertThat(rate.excess()).isCloseTo(youth(100_000), within(0.01));

        live(1_000_000, 0, 0);

        assertThat(rate.excess()).isBetween(-0.85, -0.5);
    }

    private static double youth(double records) {
        return Math.log10((1 + 300 / (records + 1)) / 1.3) / 3;
    }

    private void live(int records, int alarms) {
        live(records, alarms, alarms);
    }

    /** Alarms spread evenly over the records. */
    private void live(int records, int alarms, int raised) {
        for (int i = 0; i < records; i++) {
            rate.observe(due(i, records, alarms), due(i, records, raised));
        }
    }

    private static boolean due(int record, int records, int alarms) {
        return alarms > 0 && record % (records / alarms) == 0;
    }
}
