package io.lookback.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00Z, 0, 0",
        "2024-01-01T00:15:00Z, 1, 0",
        "2024-01-07T23:59:59Z, 95, 167",
        "1969-12-31T23:00:00Z, 92, 71"
    })
    void countsSlotsFromMidnightAndFromMonday(Instant time, int daySlot, int weekSlot) {
        Calendar calendar = Calendar.utc();

        assertThat(calendar.daySlot(time.toEpochMilli())).isEqualTo(daySlot);
        assertThat(calendar.weekSlot(time.toEpochMilli())).isEqualTo(weekSlot);
    }

    @Test
    void keepsTheLocalHourAcrossDaylightSaving() {
        Calendar berlin = new Calendar(ZoneId.of("Europe/Berlin"));
        long winter = Instant.parse("2024-03-30T08:00:00Z").toEpochMilli();
        long summer = Instant.parse("2024-03-31T07:00:00Z").toEpochMilli();

        assertThat(berlin.daySlot(winter)).isEqualTo(9 * 4);
        assertThat(berlin.daySlot(summer)).isEqualTo(9 * 4);
        assertThat(berlin.daySlot(winter)).isEqualTo(9 * 4);
    }

    @Test
    void changesItsOffsetAtTheVeryInstantOfTheTransition() {
        Calendar berlin = new Calendar(ZoneId.of("Europe/Berlin"));
        long transition = Instant.parse("2024-10-27T01:00:00Z").toEpochMilli();

        assertThat(berlin.daySlot(transition - 1)).isEqualTo(2 * 4 + 3);
        assertThat(berlin.daySlot(transition)).isEqualTo(2 * 4);
    }
}
