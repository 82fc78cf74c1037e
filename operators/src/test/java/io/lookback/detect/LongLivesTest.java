package io.lookback.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series of years, a record every five minutes: the past informs the present, it does not hide it. */
class LongLivesTest {

    private static final long MINUTES_5 = 300_000;
    private static final int DAY = 288;
    private static final int WEEK = 7 * DAY;
    private static final int MONTH = 30 * DAY;
    private static final int SHAPE = 30;
    private static final double DEVIATION = 2.35;

    private final Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
    private final Random random = new Random(5);
    private long row;

    @ParameterizedTest(name = "after {0} records, by {1} deviations")
    @CsvSource({"5000,5", "5000,20", "100000,5", "100000,20"})
    void aLevelThatHasBecomeNormalStopsAlarming(int life, double shift) {
        live(life, 0);

        int onset = live(20, shift);
        live(WEEK - 20, shift);
        int later = live(50_000 - WEEK, shift);

        assertThat(onset).isPositive();
        assertThat(later).isLessThan(50);
    }

    @ParameterizedTest(name = "of {0} deviations, {2} records ago: today's is {1}")
    @CsvSource({
        "40,15,10000", "40,15,100000", "40,15,500000",
        "15,15,10000", "15,15,100000", "15,15,500000",
        "1e6,15,10000", "1e6,15,100000", "1e6,15,500000"
    })
    void anExtremeOfThePastDoesNotHideTodays(double past, double today, int between) {
        live(3_000, 0);
        live(1, past);
        live(between, 0);

        int alarms = live(3, today);

        assertThat(alarms).isPositive();
    }

    @Test
    void oneWildValueIsNotFollowedByFalseAlarms() {
        live(3_000, 0);
        live(1, 1e6);

        int alarms = live(10_000, 0);

        assertThat(alarms).isLessThan(20);
    }

    @Test
    void manyFeaturesAlarmAboutAsOftenAsOne() {
        int features = 10;
        Replay several = new Replay(DetectionSpec.DEFAULT, features);

        int alarms = 0;
        for (int i = 0; i < 100_000; i++) {
            double[] values = random.ints(features)
                    .mapToDouble(any -> random.nextGaussian())
                    .toArray();
            alarms += several.next(i * MINUTES_5, values).anomaly() ? 1 : 0;
        }

        assertThat(alarms).isBetween(30, 300);
    }

    @Test
    void aShapeThatWasSeenOnceIsUsualForMonthsAndNewAgainAfterAYear() {
        live(3_000, 0);
        double first = shape();
        live(MONTH, 0);
        double soon = shape();
        live(12 * MONTH, 0);
        double again = shape();

        assertThat(logit(soon)).isLessThan(logit(first) - 1);
        assertThat(logit(again)).isGreaterThan(logit(first));
    }

    @Test
    void aShapeThatComesEveryMonthStaysUsual() {
        LongLivesTest never = new LongLivesTest();
        live(3_000, 0);
        never.live(3_000, 0);
        double last = 0;
        for (int month = 0; month < 24; month++) {
            last = shape();
            live(MONTH, 0);
            never.live(MONTH + SHAPE, 0);
        }

        assertThat(logit(last)).isLessThan(logit(never.shape()) - 1);
    }

    @Test
    void falseAlarmsAreAsRareAfterYearsAsAfterMonths() {
        int early = live(100_000, 0);
        live(600_000, 0);
        int late = live(100_000, 0);

        assertThat(early).isBetween(10, 100);
        assertThat(late).isBetween(10, 100);
    }

    /** Records of a daily wave with noise, lifted by so many deviations; returns how many of them alarm. */
    private int live(int records, double lifted) {
        int alarms = 0;
        for (int i = 0; i < records; i++) {
            alarms += next(lifted * DEVIATION + 3 * Math.sin(2 * Math.PI * row / DAY) + random.nextGaussian())
                            .anomaly()
                    ? 1
                    : 0;
        }
        return alarms;
    }

    /** Swings within the usual range, in a way that is not usual; returns the highest score. */
    private double shape() {
        double highest = 0;
        for (int i = 0; i < SHAPE; i++) {
            highest = Math.max(highest, next(i % 6 < 3 ? 3.5 : -3.5).score());
        }
        return highest;
    }

    private Verdict next(double value) {
        return replay.next(MINUTES_5 * row++, value);
    }

    private static double logit(double score) {
        return Math.log(score / (1 - score));
    }
}
