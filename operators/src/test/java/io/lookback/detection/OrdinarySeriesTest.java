package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.EndReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The series that an operations team has: each trouble is one alert, and what is not a trouble is none. */
class OrdinarySeriesTest {

    private static final long MINUTE = 60_000;
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    /** 5 January 1970. */
    private static final long MONDAY = 4L * DAY * MINUTE;

    private final Random random = new Random(17);

    @ParameterizedTest(name = "{0} minutes apart, from {1} to {2}")
    @CsvSource({"1, 5, 6", "1, 1, 0", "0.25, 20, 18", "60, 1, 0", "5, 0, 3"})
    void aConstantWithOneBlipIsOneAlert(double minutes, double usual, double blip) {
        List<Alert> alerts = live((long) (minutes * MINUTE), 6_000, i -> i == 4_000 ? blip : usual);

        assertThat(begun(alerts)).singleElement().satisfies(alert -> {
            assertThat(alert.begin() - MONDAY).isEqualTo((long) (4_000 * minutes * MINUTE));
            assertThat(alert.value()).isEqualTo(blip);
            assertThat(alert.expected()).isEqualTo(usual);
            assertThat(alert.kind()).isEqualTo(AlertKind.LEVEL);
        });
        assertThat(ending(alerts)).isEqualTo(EndReason.RECOVERED);
    }

    @Test
    void anOutageOfSixHoursIsOneAlertOfSixHours() {
        List<Alert> alerts = live(MINUTE, 7 * DAY, i -> within(i, 5 * DAY, 6 * HOUR) ? 0 : 1);

        assertThat(begun(alerts)).hasSize(1);
        assertSixHours(alerts.get(alerts.size() - 1));
    }

    @Test
    void trafficThatIsGoneForSixHoursIsOneAlertOfSixHours() {
        List<Alert> alerts = live(
                MINUTE,
                9 * DAY,
                i -> within(i, 7 * DAY + 8 * HOUR, 6 * HOUR) ? 0 : 600 - 300 * wave(i) + 15 * random.nextGaussian());

        assertThat(begun(alerts)).hasSize(1);
        assertSixHours(alerts.get(alerts.size() - 1));
    }

    private static void assertSixHours(Alert end) {
        assertThat(end.phase()).isEqualTo(Alert.Phase.END);
        assertThat(end.ending()).isEqualTo(EndReason.RECOVERED);
        assertThat((end.end() - end.begin()) / MINUTE).isBetween(6L * HOUR - 1, 7L * HOUR);
        assertThat(end.records()).isGreaterThanOrEqualTo(6 * HOUR);
    }

    @Test
    void aNewLevelIsAcceptedAfterADay() {
        List<Alert> alerts = live(MINUTE, 7 * DAY, i -> i < 4 * DAY ? 3 : 5);

        assertThat(begun(alerts)).hasSize(1);
        Alert end = alerts.get(alerts.size() - 1);
        assertThat(end.ending()).isEqualTo(EndReason.ACCEPTED);
        assertThat((end.end() - end.begin()) / MINUTE).isEqualTo(DAY);
    }

    @Test
    void nightsWithoutTrafficAreNoTrouble() {
        List<Alert> alerts = live(MINUTE, 8 * DAY, this::office);

        assertThat(begun(alerts)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void norAreMondaysAfterAQuietWeekend() {
        long alerts = 0;
        for (int seed = 0; seed < 8; seed++) {
            random.setSeed(seed);
            alerts += begun(live(MINUTE, 15 * DAY, this::office)).stream()
                    .map(alert -> (alert.begin() - MONDAY) / MINUTE / DAY)
                    .filter(day -> day > 0 && day % 7 == 0)
                    .count();
        }

        assertThat(alerts).as("alerts on 16 Mondays").isZero();
    }

    private double office(int i) {
        int minute = i % DAY;
        boolean open = minute > 8 * HOUR && minute < 18 * HOUR && i / DAY % 7 < 5;
        double hour = (minute - 8 * HOUR) / (10.0 * HOUR);
        return open ? Math.max(0, 80 * Math.sin(Math.PI * hour) + 6 * random.nextGaussian()) : 0;
    }

    @Test
    void sparseErrorsAreNoTroubleAndAStormOfThemIs() {
        List<Alert> alerts = live(
                MINUTE,
                9 * DAY,
                i -> within(i, 7 * DAY, 6 * HOUR) ? 50 + random.nextInt(9) : random.nextInt(25) == 0 ? 1 : 0);

        assertThat(begun(alerts).stream().filter(alert -> alert.begin() - MONDAY < 7L * DAY * MINUTE))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(begun(alerts).stream().filter(alert -> alert.begin() - MONDAY >= 7L * DAY * MINUTE))
                .singleElement()
                .satisfies(alert -> assertThat(alert.text()).contains("times the usual for Monday"));
        assertSixHours(alerts.get(alerts.size() - 1));
    }

    @Test
    void aCleanupEachFiveDaysIsNewsAFewTimes() {
        List<Alert> alerts =
                live(5 * MINUTE, 20_000, i -> 20 + 60.0 * (i % 1_440) / 1_440 + 0.1 * random.nextGaussian());

        assertThat(begun(alerts)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aNightlyJobThatDoesNotComeIsOneAlert() {
        List<Alert> alerts = live(5 * MINUTE, 30 * 288, i -> job(i, 288, 24, 12, 0.1, i / 288 != 25));

        long missed = MONDAY + (25 * 288 + 24) * 5 * MINUTE;
        assertThat(begun(alerts))
                .filteredOn(alert -> alert.begin() >= missed && alert.begin() < missed + HOUR * MINUTE)
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.kind()).isEqualTo(AlertKind.FORECAST);
                    assertThat(alert.begin()).isEqualTo(missed + 10 * MINUTE);
                    assertThat(alert.expected()).isBetween(70.0, 90.0);
                    assertThat(alert.text()).contains("at Friday 02:00, below the");
                    assertThat(alert.severity()).isGreaterThan(0.2);
                });
    }

    @Test
    void aNightlyJobIsNewsAFewTimes() {
        List<Alert> alerts = live(MINUTE, 30 * DAY, i -> job(i, DAY, 2 * HOUR, 30, 0.25, true));

        assertThat(begun(alerts)).hasSizeLessThanOrEqualTo(5);
    }

    /** 10, and from a record of each day on about 80, if it runs. */
    private double job(int i, int perDay, int from, int length, double spread, boolean runs) {
        double height = 70 * (1 + spread * new Random(i / perDay).nextGaussian());
        return 10 + random.nextGaussian() + (runs && within(i % perDay, from, length) ? height : 0);
    }

    @Test
    void aWeekendWithoutTrafficIsUsualWhenTheOneBeforeWasWithout() {
        List<Alert> alerts = live(5 * MINUTE, 6 * 7 * 288, i -> {
            int hour = i / 12 % 24;
            double workday = hour >= 7 && hour < 19 ? 200 : 20;
            return i / 288 % 7 < 5 ? workday * (1 + 0.1 * random.nextGaussian()) : 0;
        });

        assertThat(begun(alerts))
                .filteredOn(alert -> alert.kind() == AlertKind.STANDSTILL)
                .hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPodThatLivesTenHoursIsHeard(int seed) {
        random.setSeed(seed);

        List<Alert> alerts = live(MINUTE, 600, i -> (within(i, 500, 20) ? 800 : 200) + 5 * random.nextGaussian());

        assertThat(begun(alerts))
                .singleElement()
                .satisfies(alert -> assertThat(alert.begin() - MONDAY).isEqualTo(500 * MINUTE));
    }

    @Test
    void aSensorThatIsStuckIsFoundWhileItIs() {
        double[] slow = {0};
        List<Alert> alerts = live(5 * MINUTE, 8_000, i -> {
            slow[0] = 0.9 * slow[0] + random.nextGaussian();
            return within(i, 6_700, 100) ? 21.37 : 20 + slow[0];
        });

        assertThat(begun(alerts))
                .filteredOn(alert -> alert.kind() == AlertKind.STANDSTILL)
                .singleElement()
                .satisfies(alert -> {
                    assertThat((alert.begin() - MONDAY) / (5 * MINUTE)).isBetween(6_705L, 6_740L);
                    assertThat(alert.text()).contains("stands still at 21.4");
                });
    }

    @Test
    void aCounterThatBeginsAnewIsNoTrouble() {
        List<Alert> alerts = live(MINUTE, 10_000, i -> 60.0 * (i % 2_900));

        assertThat(begun(alerts)).isEmpty();
    }

    @Test
    void twoSpikesWithOneUsualValueBetweenAreOneAlert() {
        List<Alert> alerts =
                live(5 * MINUTE, 8_000, i -> (i == 6_700 || i == 6_702 ? 120 : 60) + 2 * random.nextGaussian());

        assertThat(begun(alerts).stream().filter(alert -> alert.begin() - MONDAY == 6_700 * 5 * MINUTE))
                .hasSize(1);
        assertThat(begun(alerts)).hasSizeLessThanOrEqualTo(2);
    }

    /** What a record alerts for is not what was expected of it. */
    @Test
    void noAlertsValueEqualsItsExpectation() {
        List<Alert> alerts = live(
                MINUTE, 20_000, i -> Math.rint(3 + 0.2 * random.nextGaussian() + (random.nextInt(5_000) == 0 ? 6 : 0)));

        assertThat(begun(alerts))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.value()).isNotEqualTo(alert.expected()));
    }

    private static boolean within(int i, int from, int length) {
        return i >= from && i < from + length;
    }

    private static double wave(int minute) {
        return Math.cos(2 * Math.PI * minute / DAY);
    }

    private static List<Alert> begun(List<Alert> changes) {
        return changes.stream()
                .filter(change -> change.phase() == Alert.Phase.BEGIN)
                .toList();
    }

    private static EndReason ending(List<Alert> changes) {
        return Objects.requireNonNull(changes.get(changes.size() - 1).ending());
    }

    /** Event time begins on a Monday. */
    private static List<Alert> live(long interval, int records, IntToDoubleFunction series) {

        Replay replay = new Replay(DetectionSpec.DEFAULT, 1);
        List<Alert> changes = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            for (Alert change :
                    replay.next(MONDAY + i * interval, series.applyAsDouble(i)).alerts()) {
                changes.add(change);
            }
        }
        return changes;
    }
}
