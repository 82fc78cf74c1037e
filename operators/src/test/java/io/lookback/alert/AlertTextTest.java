package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import org.junit.jupiter.api.Test;

class AlertTextTest {

    private static final int MONDAY_14 = 14;
    private static final int SUNDAY_23 = 167;

    @Test
    void saysHowManyTimesTheUsual() {
        assertThat(text(AlertKind.LEVEL, Direction.ABOVE, new AlertText.Numbers(48, 1, 4, MONDAY_14)))
                .isEqualTo("errors is 12 times the usual for Monday 14:00: 48 instead of 4");
    }

    @Test
    void saysWhatWasExpected() {
        assertThat(text(AlertKind.FORECAST, Direction.BELOW, new AlertText.Numbers(0, 588.25, 600, SUNDAY_23)))
                .isEqualTo("errors is 0 at Sunday 23:00, below the 588 that was expected");
        assertThat(text(AlertKind.FORECAST, Direction.BELOW, new AlertText.Numbers(1.23456e-5, 123_456.7, 0, 0)))
                .isEqualTo("errors is 1.23e-05 at Monday 00:00, below the 123457 that was expected");
    }

    @Test
    void saysThatNothingWasExpected() {
        assertThat(text(AlertKind.LEVEL, Direction.ABOVE, new AlertText.Numbers(3.14159, Double.NaN, Double.NaN, 0)))
                .isEqualTo("errors is 3.14, which is unusual for Monday 00:00");
    }

    @Test
    void saysWhatStandsStillAndWhatIsJoint() {
        assertThat(text(AlertKind.STANDSTILL, Direction.ABOVE, new AlertText.Numbers(21.37, 20, 20, 0)))
                .isEqualTo("errors stands still at 21.4 for longer than ever");
        assertThat(text(AlertKind.JOINT, Direction.ABOVE, new AlertText.Numbers(2, 1, 1, 0)))
                .startsWith("Several features at once, first of all errors is 2 times the usual");
    }

    private static String text(AlertKind kind, Direction direction, AlertText.Numbers numbers) {
        return AlertText.of("errors", kind, direction, numbers);
    }
}
