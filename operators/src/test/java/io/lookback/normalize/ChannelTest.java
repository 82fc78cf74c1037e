package io.lookback.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChannelTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final double NEVER_SEEN = -1;

    private final Calendar calendar = Calendar.utc();
    private final Channel channel = new Channel();

    @Test
    void nothingIsUsualBeforeItWasSeen() {
        channel.observe(7, 0, calendar);

        assertThat(channel.usual(HOUR, calendar, NEVER_SEEN)).isEqualTo(NEVER_SEEN);
    }

    @Test
    void inTheFirstWeekTheSameTimeOfDayIsUsual() {
        channel.observe(4, 0, calendar);
        channel.observe(4, DAY, calendar);

        assertThat(channel.usual(2 * DAY, calendar, NEVER_SEEN)).isEqualTo(4);
        assertThat(channel.usual(2 * DAY + HOUR, calendar, NEVER_SEEN)).isEqualTo(NEVER_SEEN);
    }

    @Test
    void fromTheSecondWeekOnTheSameHourOfTheWeekIsUsual() {
        for (int day = 0; day < 7; day++) {
            channel.observe(day, day * DAY, calendar);
        }

        for (int day = 0; day < 7; day++) {
            assertThat(channel.usual((7 + day) * DAY, calendar, NEVER_SEEN)).isEqualTo(day);
        }
    }
}
