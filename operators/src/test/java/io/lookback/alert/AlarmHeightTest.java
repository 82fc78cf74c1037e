package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlarmHeightTest {

    private static final double USUAL = 0.7;

    private final AlarmHeight heights = new AlarmHeight(USUAL);

    @Test
    void ofANewSeriesHeightsAreAsOfOthers() {
        assertThat(heights.comparable(1.5)).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void alarmsThatReachTwiceAsFarCountHalfInTheEnd() {
        observe(10, 2 * USUAL);

        assertThat(heights.comparable(1.5)).isCloseTo(1.5 / 1.5, within(1e-12));

        observe(1_000, 2 * USUAL);

        assertThat(heights.comparable(1.5)).isBetween(1.5 / 2, 1.5 / 1.8);
    }

    @Test
    void alarmsThatReachLessFarCountMore() {
        observe(30, USUAL / 2);

        assertThat(heights.comparable(1)).isCloseTo(40 / 25.0, within(1e-12));
    }

    @Test
    void whatIsNoAlarmStaysAsItIs() {
        observe(30, 2 * USUAL);
        double before = heights.comparable(1);

        observe(30, 0);
        observe(30, -2);

        assertThat(heights.comparable(1)).isEqualTo(before);
        assertThat(heights.comparable(0)).isZero();
        assertThat(heights.comparable(-2)).isEqualTo(-2);
    }

    @Test
    void exponentialHeightsOfAnyMeanBecomeThoseOfOthers() {
        Random random = new Random(4);
        int far = 0;
        for (int alarm = 0; alarm < 20_000; alarm++) {
            double height = -3 * USUAL * Math.log(random.nextDouble());
            far += heights.comparable(height) > USUAL * Math.log(10) ? 1 : 0;
            heights.observe(height, true);
        }

        assertThat(far / 20_000.0).isBetween(0.09, 0.15);
    }

    @Test
    void forgetsHowASeriesUsedToBe() {
        observe(1_000, 4 * USUAL);

        observe(1_000, USUAL);

        assertThat(heights.comparable(1)).isCloseTo(1, within(0.01));
    }

    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        observe(7, 2);
        heights.observe(5, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        heights.write(new DataOutputStream(bytes));

        AlarmHeight restored =
                new AlarmHeight(USUAL).readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo((int) heights.bytes());
        assertThat(restored.comparable(1)).isEqualTo(heights.comparable(1)).isLessThan(1);
        heights.observe(0, true);
        restored.observe(0, true);
        assertThat(restored.comparable(1)).isEqualTo(heights.comparable(1));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        observe(7, 2);
        double before = heights.comparable(1);
        AlarmHeight copy = heights.copy();

        observe(7, 5);
        copy.observe(0, true);

        assertThat(copy.comparable(1)).isEqualTo(before).isGreaterThan(heights.comparable(1));
    }

    @Test
    void anAlarmCountsOnceItIsOverWithItsPeak() {
        heights.observe(2, true);
        heights.observe(5, false);
        heights.observe(4, false);

        assertThat(heights.comparable(1)).isEqualTo(1);

        heights.observe(-1, true);

        assertThat(heights.comparable(1)).isCloseTo(USUAL * 11 / (5 + USUAL * 10), within(1e-12));

        heights.observe(-1, true);

        assertThat(heights.comparable(1)).isCloseTo(USUAL * 11 / (5 + USUAL * 10), within(1e-12));
    }

    /** Alarms, all over. */
    private void observe(int times, double height) {
        for (int i = 0; i < times; i++) {
            heights.observe(height, true);
        }
        heights.observe(0, true);
    }
}
