package io.lookback.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lookback.control.WeeklyWindow;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WindowsTest {

    @Test
    void aWindowMayEndWithTheDay() {
        WeeklyWindow window = Windows.parse("sun 02:00-24:00", ZoneOffset.UTC);

        assertThat(window.days()).containsExactly(DayOfWeek.SUNDAY);
        assertThat(window.from()).isEqualTo(LocalTime.of(2, 0));
        assertThat(window.to()).isEqualTo(LocalTime.MIDNIGHT);
    }

    @Test
    void noWindowBeginsAtTheEndOfADay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Windows.parse("sun 24:00-02:00", ZoneOffset.UTC))
                .withMessageContaining("holds no times of the day");
    }
}
