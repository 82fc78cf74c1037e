package io.lookback.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    private static final double NEVER_SEEN = -1;

    private final Calendar calendar = Calendar.utc();
    private static final long MINUTE = HOUR / 60;
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
        channel.observe(0, 7 * DAY, calendar);

        for (int day = 0; day < 7; day++) {
            assertThat(channel.usual((7 + day) * DAY, calendar, NEVER_SEEN)).isEqualTo(day);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 60})
    void aMoveThatIsDueAndDoesNotComeIsMissedWhenItsQuarterEnds(int minutes) {
        assertThat(missed(6, minutes, 2 * HOUR, 1)).as("within a week").isZero();
        assertThat(missed(9, minutes, 2 * HOUR, 80)).as("it came").isZero();
        assertThat(missed(9, minutes, HOUR, 1)).as("before it is due").isZero();
        assertThat(missed(9, minutes, 2 * HOUR, 1)).isGreaterThan(20);
        assertThat(missed(9, minutes, 3 * HOUR, 80)).as("its end").isGreaterThan(20);
    }

    @Test
    void afterAnUnusualHourNothingIsDue() {
        live(9, 5);
        long due = 9 * DAY + 2 * HOUR;
        for (long time = 9 * DAY; time < due - 90 * MINUTE; time += 5 * MINUTE) {
            channel.observe(1, time, calendar);
        }
        for (long time = due - 90 * MINUTE; time < due; time += 5 * MINUTE) {
            channel.observe(20, time, calendar);
        }

        assertThat(channel.missed(20, due, 1, calendar)).isZero();
    }

    @Test
    void aMoveBelowTheLeastOneIsNotDue() {
        live(9, 60);

        assertThat(channel.missed(1, 9 * DAY + 2 * HOUR, 100, calendar)).isZero();
    }

    @Test
    void habitsSurviveACheckpoint() throws Exception {
        live(9, 60);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        channel.write(new DataOutputStream(bytes));

        Channel read = Channel.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        long due = 9 * DAY + 2 * HOUR;
        assertThat(read.missed(1, due, 1, calendar))
                .isPositive()
                .isEqualTo(channel.missed(1, due, 1, calendar))
                .isEqualTo(channel.copy().missed(1, due, 1, calendar));
    }

    /** What a channel misses that sees a job at two each night for some days, then a value in place of what is usual. */
    private static double missed(int days, int minutes, long at, double x) {
        ChannelTest test = new ChannelTest();
        test.live(days, minutes);
        long until = days * DAY + at + Math.max(15, minutes) * MINUTE - minutes * MINUTE;
        for (long time = days * DAY; time < until; time += minutes * MINUTE) {
            test.channel.observe(time % DAY < at ? usual(time) : x, time, test.calendar);
        }
        return test.channel.missed(x, until, 1, test.calendar);
    }

    private void live(int days, int minutes) {
        for (long time = 0; time < days * DAY; time += minutes * MINUTE) {
            channel.observe(usual(time), time, calendar);
        }
    }

    private static double usual(long time) {
        return time % DAY / HOUR == 2 ? 80 + time / DAY % 2 : 1;
    }
}
