package io.lookback.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarProfileTest {

    @Test
    void tellsTheUsualValueOfEachSlot() {
        CalendarProfile profile = CalendarProfile.ofDay();
        for (int day = 0; day < 60; day++) {
            profile.observe(3, day, 1e9 + 5);
            profile.observe(4, day, 1e9 + day % 2);
        }
        profile.observe(5, 60, 0);

        assertThat(profile.usual(3, 60, Double.NaN)).isCloseTo(1e9 + 5, within(1e-3));
        assertThat(profile.usual(4, 60, Double.NaN)).isCloseTo(1e9 + 0.5, within(0.1));
        assertThat(profile.usual(6, 60, -1)).isEqualTo(-1);
        assertThat(profile.count(3, 60)).isEqualTo(60);
    }

    @Test
    void aDayCountsOnceHoweverDenselyItIsSampled() {
        CalendarProfile dense = CalendarProfile.ofDay();
        CalendarProfile sparse = CalendarProfile.ofDay();
        for (int day = 0; day < 10; day++) {
            sparse.observe(0, day, day);
            for (int second = 0; second < 900; second++) {
                dense.observe(0, day, day + (second % 2 == 0 ? -1 : 1));
            }
        }

        assertThat(dense.count(0, 9)).isEqualTo(sparse.count(0, 9)).isEqualTo(9);
        assertThat(dense.usual(0, 9, Double.NaN)).isCloseTo(sparse.usual(0, 9, Double.NaN), within(1e-4));
    }

    @Test
    void whatLastsIsNotUsualUntilItsSlotIsOver() {
        CalendarProfile profile = CalendarProfile.ofDay();
        profile.observe(0, 0, 1);
        profile.observe(0, 1, 1);
        for (int minute = 0; minute < 15; minute++) {
            profile.observe(0, 2, 100);
            assertThat(profile.usual(0, 2, Double.NaN)).isEqualTo(1);
        }

        assertThat(profile.usual(0, 3, Double.NaN)).isEqualTo(34);
        profile.observe(1, 2, 100);
        assertThat(profile.usual(0, 3, Double.NaN)).isEqualTo(34);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE})
    void anAbsurdValueLeavesItFinite(double absurd) {
        CalendarProfile profile = CalendarProfile.ofDay();
        profile.observe(0, 0, 1);
        profile.observe(0, 1, absurd);
        profile.observe(0, 2, -absurd);

        for (int day = 3; day < 1_000; day++) {
            profile.observe(0, day, 1);
        }

        assertThat(profile.usual(0, 1_000, Double.NaN)).isCloseTo(1, within(1e-6));
    }
}
