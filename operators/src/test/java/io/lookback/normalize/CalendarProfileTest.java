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
            profile.observe(3, 1e9 + 5);
            profile.observe(4, 1e9 + day % 2);
        }

        assertThat(profile.usual(3, Double.NaN)).isCloseTo(1e9 + 5, within(1e-3));
        assertThat(profile.usual(4, Double.NaN)).isCloseTo(1e9 + 0.5, within(0.1));
        assertThat(profile.usual(5, -1)).isEqualTo(-1);
        assertThat(profile.count(3)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, -1e300, Double.MAX_VALUE, -Double.MAX_VALUE})
    void anAbsurdValueLeavesItFinite(double absurd) {
        CalendarProfile profile = CalendarProfile.ofDay();
        profile.observe(0, 1);
        profile.observe(0, absurd);
        profile.observe(0, -absurd);

        for (int day = 0; day < 1_000; day++) {
            profile.observe(0, 1);
        }

        assertThat(profile.usual(0, Double.NaN)).isCloseTo(1, within(1e-6));
    }
}
