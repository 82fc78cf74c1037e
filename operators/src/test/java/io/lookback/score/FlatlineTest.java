package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatlineTest {

    private final Random random = new Random(7);
    private final Flatline flatline = new Flatline();

    @Test
    void growsByTheRarityOfARepeatOnceTheRunIsLonger() {
        vary(98);

        stand(5, 8);

        double perRepeat = Math.log10(100);
        assertThat(flatline.judge(5)).isCloseTo(9 * perRepeat, within(1e-9));
        assertThat(flatline.judge(5)).isCloseTo(10 * perRepeat, within(1e-9));
        assertThat(flatline.judge(6)).isZero();
    }

    @Test
    void aRunNotMuchLongerThanThoseBeforeIsUsual() {
        for (int night = 0; night < 5; night++) {
            vary(200);
            stand(0, 100);
        }
        vary(200);

        assertThat(stand(0, 400)).isZero();
        assertThat(stand(0, 20)).isGreaterThan(8);
    }

    @Test
    void oneLongFaultDoesNotHideTheNext() {
        vary(500);
        stand(3, 5_000);
        vary(500);

        assertThat(stand(4, 100)).isGreaterThan(8);
    }

    @Test
    void aSeriesThatMostlyStandsStillNeedsALongerRun() {
        for (int i = 0; i < 2_000; i++) {
            flatline.judge(random.nextInt(4) == 0 ? random.nextInt(100) : 0);
        }

        assertThat(stand(0, 20)).isLessThan(4);
    }

    @Test
    void forgetsRunsOfLongAgo() {
        for (int night = 0; night < 8; night++) {
            vary(50);
            stand(0, 400);
        }
        vary(150_000);

        assertThat(stand(0, 120)).isGreaterThan(8);
    }

    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        vary(300);
        stand(2, 20);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        flatline.write(new DataOutputStream(bytes));

        Flatline restored = new Flatline().readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo((int) flatline.bytes());
        for (double x : new double[] {2, 2, 3, 3, 3, 4}) {
            assertThat(restored.judge(x)).isEqualTo(flatline.judge(x));
        }
    }

    private void vary(int records) {
        for (int i = 0; i < records; i++) {
            flatline.judge(random.nextDouble());
        }
    }

    /** Returns the last surprise. */
    private double stand(double value, int repeats) {
        double surprise = flatline.judge(value);
        for (int i = 0; i < repeats; i++) {
            surprise = flatline.judge(value);
        }
        return surprise;
    }
}
