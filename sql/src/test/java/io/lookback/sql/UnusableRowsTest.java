package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Payload;
import io.lookback.flow.KeptSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that no calendar, no detector and no memory could take. */
class UnusableRowsTest {

    private static final RowType TYPE = RowType.of(
            new LogicalType[] {VarCharType.STRING_TYPE, new BigIntType(), new DoubleType()},
            new String[] {"host", "ts", "cpu"});

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000L})
    void aTimeOfNoCalendarIsRefused(long time) {
        RowMapping mapping = RowMapping.of(
                TYPE, DetectSettings.builder().series("host").time("ts").build(), ZoneOffset.UTC);

        assertThatThrownBy(
                        () -> mapping.observe(GenericRowData.of(StringData.fromString("a"), time, 1.0), Payload.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("series 'a'")
                .hasMessageContaining("give an instant of the years 1 to 9999");
    }

    @Test
    void aTimeFarAheadOfTheClockIsRefused() {
        GenericRowData row =
                GenericRowData.of(StringData.fromString("a"), System.currentTimeMillis() + 7_200_000L, 1.0);
        DetectSettings.Builder settings =
                DetectSettings.builder().series("host").time("ts");

        assertThatThrownBy(() ->
                        RowMapping.of(TYPE, settings.build(), ZoneOffset.UTC).observe(row, Payload.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("series 'a'")
                .hasMessageContaining("at most 3600000 ms are allowed")
                .hasMessageContaining("'lookback.time.max-ahead'");
        assertThat(RowMapping.of(TYPE, settings.maxAhead(Duration.ofHours(3)).build(), ZoneOffset.UTC)
                        .observe(row, Payload.NONE)
                        .series())
                .isEqualTo("a");
    }

    @Test
    void aWindowPassesOverATimeOfNoCalendar() {
        MlDetectAnomalies function = new MlDetectAnomalies();
        KeptSeries series = function.createAccumulator();

        function.accumulate(series, 1.0, Instant.ofEpochMilli(Long.MAX_VALUE));

        assertThat(function.getValue(series)).isNull();
        function.close();
    }

    @Test
    void settingsThatDifferFromRowToRowAreRefused() {
        MlDetectAnomalies function = new MlDetectAnomalies();
        KeptSeries series = function.createAccumulator();

        assertThatThrownBy(() -> {
                    for (int row = 1; row <= 100; row++) {
                        String settings = "{\"cells\": \"none\", \"warmUp\": " + row + "}";
                        function.accumulate(series, 1.0, Instant.ofEpochSecond(60L * row), settings);
                    }
                })
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("differ from row to row (16 so far): give a constant");
        function.close();
    }
}
