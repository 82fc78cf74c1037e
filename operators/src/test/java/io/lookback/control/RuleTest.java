package io.lookback.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lookback.event.Direction;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    @ParameterizedTest
    @CsvSource({
        "host-*, host-7, true",
        "host-*, host-, true",
        "host-*, ghost-7, false",
        "*/cpu, a/b/cpu, true",
        "*a*b*, xxaxxbxx, true",
        "*a*b*, xxbxxaxx, false",
        "h?st, host, true",
        "h?st, hst, false",
        "*, anything, true",
        "h.st, host, false",
        "a**b, ab, true"
    })
    void namesSeriesByPattern(String pattern, String series, boolean matches) {
        assertThat(new SeriesPattern(pattern).matches(series)).isEqualTo(matches);
    }

    @Test
    void noPatternTakesLong() {
        SeriesPattern pattern = new SeriesPattern("*a".repeat(400) + "b");

        long begin = System.nanoTime();
        boolean matches = pattern.matches("a".repeat(10_000));

        assertThat(matches).isFalse();
        assertThat(System.nanoTime() - begin).isLessThan(60_000_000_000L);
    }

    @Test
    void coversItsFeatureAndDirectionAlone() {
        Scope above = new Scope(new SeriesPattern("*"), null, Direction.ABOVE);
        Scope below = new Scope(new SeriesPattern("*"), null, Direction.BELOW);
        Scope memory = new Scope(new SeriesPattern("*"), "memory", null);

        assertThat(above.covers(Alerts.of("s", 0, 10, 5))).isTrue();
        assertThat(below.covers(Alerts.of("s", 0, 10, 5))).isFalse();
        assertThat(memory.covers(Alerts.of("s", 0, 10, 5))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 100, 5, true",
        "5, 0, 9.9, 5, true",
        "5, 0, 10, 5, false",
        "0, 0.5, 7.4, 5, true",
        "0, 0.5, 7.5, 5, false",
        "5, 0.5, 9, 5, true",
        "5, 0, NaN, 5, false",
        "5, 0, 5, NaN, false",
        "0, 0, NaN, NaN, true"
    })
    void coversWhatDeviatesLess(double minAbsolute, double minRelative, double value, double expected, boolean covers) {
        Tolerance tolerance = new Tolerance(minAbsolute, minRelative);

        assertThat(tolerance.covers(Alerts.of("s", 0, value, expected))).isEqualTo(covers);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-27T21:00:00Z, true", // a Friday, 22:00 in Berlin
        "2026-03-27T20:59:59Z, false",
        "2026-03-28T04:59:59Z, true", // Saturday, before six in Berlin
        "2026-03-28T05:00:00Z, false",
        "2026-03-28T21:00:00Z, false", // Saturday evening
        "2026-04-03T20:00:00Z, true", // a Friday in summer time
        "2026-04-03T19:59:59Z, false"
    })
    void anEveningReachesIntoTheNextDayByTheClockOfItsZone(Instant time, boolean contains) {
        WeeklyWindow window = WeeklyWindow.of(
                EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin"));

        assertThat(window.contains(time.toEpochMilli())).isEqualTo(contains);
    }

    @Test
    void theSameTimeTwiceIsADay() {
        WeeklyWindow monday =
                WeeklyWindow.of(EnumSet.of(DayOfWeek.MONDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC"));

        assertThat(monday.contains(Instant.parse("2026-03-23T00:00:00Z").toEpochMilli()))
                .isTrue();
        assertThat(monday.contains(Instant.parse("2026-03-23T23:59:59Z").toEpochMilli()))
                .isTrue();
        assertThat(monday.contains(Instant.parse("2026-03-24T00:00:00Z").toEpochMilli()))
                .isFalse();
    }

    @Test
    void weeklyWindowsCountWithinFromAndUntil() {
        WeeklyWindow always = WeeklyWindow.of(
                EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC"));
        Times times = new Times(1_000, 2_000, List.of(always));

        assertThat(times.contains(999)).isFalse();
        assertThat(times.contains(1_000)).isTrue();
        assertThat(times.contains(2_000)).isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeriesPattern(" "))
                .withMessage("series is empty: give 1 to 1000 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tolerance(-1, 0))
                .withMessage("min_absolute is -1.0: give 0 (any) or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Times(5, 5, List.of()))
                .withMessage("from (1970-01-01T00:00:00.005Z) is not before until (1970-01-01T00:00:00.005Z)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Label("i", "s", Label.Verdict.REAL, 0, 1, "x".repeat(1_001)))
                .withMessage("reason has 1001 characters: give at most 1000");
    }
}
