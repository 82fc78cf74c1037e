package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Features;
import io.lookback.event.Payload;
import io.lookback.flow.FlowSpec;
import io.lookback.series.Counters;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMappingTest {

    private static final RowType TYPE = RowType.of(
            new LogicalType[] {VarCharType.STRING_TYPE, VarCharType.STRING_TYPE, new BigIntType(), new DoubleType()},
            new String[] {"host", "region", "ts", "cpu"});

    @ParameterizedTest
    @CsvSource(nullValues = "NULL", textBlock = """
                    NULL, \\N
                    null, null
                    \\N,   \\\\N
                    a/b,  a/b
                    a\\b,  a\\\\b""")
    void aSeriesIsNamedByItsColumn(@Nullable String host, String name) {
        RowMapping mapping =
                RowMapping.of(TYPE, DetectSettings.builder().series("host").build(), ZoneOffset.UTC);

        assertThat(mapping.seriesOf(row(host, "eu"))).isEqualTo(name);
    }

    @Test
    void seriesOfSeveralColumnsNeverShareAName() {
        RowMapping mapping = RowMapping.of(
                TYPE, DetectSettings.builder().series("host", "region").build(), ZoneOffset.UTC);

        assertThat(mapping.seriesOf(row("a", "eu"))).isEqualTo("a/eu");
        assertThat(mapping.seriesOf(row("a/eu", null))).isEqualTo("a\\/eu/\\N");
        assertThat(mapping.seriesOf(row(null, "\\N"))).isEqualTo("\\N/\\\\N");
        assertThat(mapping.seriesOf(row("a\\", "/b"))).isEqualTo("a\\\\/\\/b");
    }

    @Test
    void valuesThatCannotBeJudgedTogetherAreRefused() {
        assertThatThrownBy(() -> RowMapping.of(
                        TYPE, DetectSettings.builder().values("cpu", "cpu").build(), ZoneOffset.UTC))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("[cpu, cpu]")
                .hasMessageContaining("'lookback.values'");
        assertThatThrownBy(() -> RowMapping.of(
                        wide(Features.MAX_FEATURES + 1),
                        DetectSettings.builder().build(),
                        ZoneOffset.UTC))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("found 1025");
    }

    @Test
    void aTimeWithoutAZoneIsOfTheSession() {
        RowType type =
                RowType.of(new LogicalType[] {new TimestampType(3), new DoubleType()}, new String[] {"ts", "cpu"});
        TimestampData noon = TimestampData.fromLocalDateTime(LocalDateTime.parse("2026-07-01T12:00:00"));

        assertThat(RowMapping.of(type, DetectSettings.builder().build(), ZoneId.of("America/New_York"))
                        .observe(GenericRowData.of(noon, 1.0), Payload.NONE)
                        .time())
                .isEqualTo(Instant.parse("2026-07-01T16:00:00Z").toEpochMilli());
    }

    @Test
    void aCounterIsAColumnThatIsJudged() {
        FlowSpec.Builder flow = FlowSpec.builder().counters(new Counters(List.of("c*", "nope")));

        assertThatThrownBy(() -> RowMapping.of(
                        TYPE, DetectSettings.builder().flow(flow.build()).build(), ZoneOffset.UTC))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The counter 'nope' is none of the columns that are judged")
                .hasMessageContaining("[cpu]");
    }

    private static RowType wide(int values) {
        List<RowType.RowField> fields = new ArrayList<>();
        fields.add(new RowType.RowField("ts", new BigIntType()));
        for (int value = 0; value < values; value++) {
            fields.add(new RowType.RowField("c" + value, new DoubleType()));
        }
        return new RowType(fields);
    }

    private static GenericRowData row(@Nullable String host, @Nullable String region) {
        return GenericRowData.of(StringData.fromString(host), StringData.fromString(region), 0L, 1.0);
    }
}
