package io.lookback.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.testkit.FaultCase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1764300000                            | 2025-11-28T03:20:00Z",
                "1764300000.123                        | 2025-11-28T03:20:00.123Z",
                "1.7643E12                             | 2025-11-28T03:20:00Z",
                "1764300000000                         | 2025-11-28T03:20:00Z",
                "1764300000000000                      | 2025-11-28T03:20:00Z",
                "1764300000000000000                   | 2025-11-28T03:20:00Z",
                "2025-11-28T03:20:00Z                  | 2025-11-28T03:20:00Z",
                "2025-11-28T08:50:00+05:30             | 2025-11-28T03:20:00Z",
                "2025-11-28T05:20:00+0200              | 2025-11-28T03:20:00Z",
                "2025-11-28T05:20:00+02                | 2025-11-28T03:20:00Z",
                "2025-11-28T03:20:00                   | 2025-11-28T03:20:00Z",
                "2025-11-28 03:20:00                   | 2025-11-28T03:20:00Z",
                "2025-11-28 3:20                       | 2025-11-28T03:20:00Z",
                "2025-11-28 05:20:00+02:00             | 2025-11-28T03:20:00Z",
                "2025-11-28 05:20:00 +0200             | 2025-11-28T03:20:00Z",
                "2025-11-28 03:20:00 UTC               | 2025-11-28T03:20:00Z",
                "2025-11-28T03:20:00.123456789Z        | 2025-11-28T03:20:00.123Z",
                "2025-11-28 03:20:00,123               | 2025-11-28T03:20:00.123Z",
                "2025-11-28t03:20:00z                  | 2025-11-28T03:20:00Z",
                "2025-11-28                            | 2025-11-28T00:00:00Z",
                "2025/11/28 03:20:00                   | 2025-11-28T03:20:00Z",
                "2025-11-28T03:20                      | 2025-11-28T03:20:00Z",
                "2025-11-28 03:20 PM                   | 2025-11-28T15:20:00Z",
                "2025-11-28 12:05:00 am                | 2025-11-28T00:05:00Z",
                "20251128T032000Z                      | 2025-11-28T03:20:00Z",
                "2025-11-28T04:20:00+01:00[Europe/Berlin] | 2025-11-28T03:20:00Z",
                "'Fri, 28 Nov 2025 03:20:00 GMT'       | 2025-11-28T03:20:00Z"
            })
    @FaultCase(kind = "Time formats", input = "{}", outcome = "read")
    void readsWhatPeopleWrite(String text, Instant expected) throws NotATime {
        assertThat(Instant.ofEpochMilli(EventTimes.millis(text, ZoneOffset.UTC, EventTimes.UNKNOWN)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-30T24:00:00Z, 2025-12-01T00:00:00Z",
        "2025-11-30 24:00, 2025-12-01T00:00:00Z",
        "2025-12-31T24:00:00.000+01:00, 2025-12-31T23:00:00Z",
        "20251130T240000Z, 2025-12-01T00:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2016-12-31T23:59:60.5Z, 2017-01-01T00:00:00.500Z",
        "2017-01-01T08:59:60+09:00, 2017-01-01T00:00:00Z"
    })
    void readsTheEndOfADayAndLeapSeconds(String text, Instant expected) throws NotATime {
        assertThat(Instant.ofEpochMilli(EventTimes.millis(text, ZoneOffset.UTC, EventTimes.UNKNOWN)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-11-30T24:00:01Z",
                "2025-11-30T24:01:00Z",
                "2025-11-30T25:00:00Z",
                "2025-11-30T12:30:60Z",
                "2025-02-30T24:00:00Z"
            })
    void refusesTimesThatNoDayHas(String text) {
        assertThatExceptionOfType(NotATime.class)
                .isThrownBy(() -> EventTimes.millis(text, ZoneOffset.UTC, EventTimes.UNKNOWN));
    }

    @Test
    void aNumberIsReadAsItsTextIs() throws NotATime {
        for (long number :
                new long[] {100_000_000L, 99_999_999_999L, 100_000_000_000L, 1_764_300_000_000_000L, Long.MAX_VALUE}) {
            assertThat(EventTimes.millis(number, ZoneOffset.UTC, 0))
                    .isEqualTo(EventTimes.millis(Long.toString(number), ZoneOffset.UTC, 0))
                    .isEqualTo(EventTimes.millis(new BigDecimal(number), ZoneOffset.UTC, 0));
        }
        assertThat(EventTimes.unit(1_764_300_000L)).contains(EpochUnit.SECONDS);
        assertThat(EventTimes.unit("1764300000000")).contains(EpochUnit.MILLIS);
        assertThat(EventTimes.unit("2025-11-28")).isEmpty();
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "0",
                "1",
                "99999999",
                "-1764300000",
                "1e999999999",
                "NaN",
                "",
                "yesterday",
                "11/28/2025 03:20",
                "28.11.2025",
                "2025-02-30",
                "2025-11-28T25:00:00",
                "2025-11-28T03:20:00+99:00",
                "2025-13-01 00:00:00"
            })
    @FaultCase(kind = "Time formats", input = "{}", outcome = "dead letter UNUSABLE")
    void refusesWhatNobodyCanMean(String text) {
        assertThatExceptionOfType(NotATime.class)
                .isThrownBy(() -> EventTimes.millis(text, ZoneOffset.UTC, EventTimes.UNKNOWN));
    }

    @Test
    @FaultCase(
            kind = "Time formats",
            input = "local time that is skipped when clocks go forward",
            outcome = "dead letter UNUSABLE that names the clock change")
    void anHourThatClocksSkipIsRefused() {
        assertThatExceptionOfType(NotATime.class)
                .isThrownBy(() -> EventTimes.millis("2026-03-29 02:30:00", BERLIN, EventTimes.UNKNOWN))
                .withMessage(
                        "Time '2026-03-29T02:30' does not exist in zone Europe/Berlin: clocks went from 02:00 to 03:00");
    }

    @Test
    @FaultCase(
            kind = "Time formats",
            input = "local time that occurs twice when clocks go back",
            outcome = "the occurrence closer to the record's arrival")
    void anHourThatClocksRepeatIsTheOneNearerToTheRecordsArrival() throws NotATime {
        long first = Instant.parse("2025-10-26T00:30:00Z").toEpochMilli();
        long second = Instant.parse("2025-10-26T01:30:00Z").toEpochMilli();
        String repeated = "2025-10-26 02:30:00";

        assertThat(EventTimes.millis(repeated, BERLIN, first + 1_000)).isEqualTo(first);
        assertThat(EventTimes.millis(repeated, BERLIN, second + 1_000)).isEqualTo(second);
        assertThat(EventTimes.millis(repeated, BERLIN, EventTimes.UNKNOWN)).isEqualTo(first);
        assertThat(EventTimes.millis(repeated + "+01:00", BERLIN, first)).isEqualTo(second);
    }
}
