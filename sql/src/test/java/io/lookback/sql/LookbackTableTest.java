package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LookbackTableTest {

    private StreamExecutionEnvironment environment;
    private StreamTableEnvironment tables;

    @BeforeEach
    void environment() {
        environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(2);
        tables = StreamTableEnvironment.create(environment);
    }

    @Test
    void addsWhatDetectionFoundBehindTheColumnsOfTheTable() throws Exception {
        Table metrics = metrics();

        List<Row> scored = rows(LookbackTable.detect(
                tables,
                metrics,
                DetectSettings.builder().series("host").time("ts").values("cpu").build()));

        assertThat(scored).hasSize(2 * Metrics.STEPS);
        assertThat(scored).allSatisfy(row -> {
            assertThat(row.getField("region")).isEqualTo("eu-" + row.getField("host"));
            assertThat(row.getField("timestamp")).isEqualTo(row.getField("ts"));
            assertThat(row.getField("actual_value")).isEqualTo(row.getField("cpu"));
            assertThat(row.getField("feature")).isEqualTo("cpu");
        });
        List<Row> anomalies = scored.stream()
                .filter(row -> Boolean.TRUE.equals(row.getField("is_anomaly")))
                .toList();
        assertThat(anomalies).isNotEmpty().allSatisfy(row -> {
            assertThat(row.getField("host")).isEqualTo("b");
            assertThat((Instant) row.getField("ts")).isAfterOrEqualTo(Metrics.time(Metrics.FAILS_AT));
        });
        Row first = anomalies.get(0);
        assertThat(first.getField("alert_phase")).isEqualTo("BEGIN");
        assertThat((Double) first.getField("actual_value")).isGreaterThan((Double) first.getField("upper_bound"));
        Set<Object> alerts = new HashSet<>();
        scored.stream()
                .filter(row -> row.getField("alert_id") != null)
                .forEach(row -> alerts.add(row.getField("alert_id")));
        assertThat(alerts).hasSize(1);
        assertThat(scored.stream().filter(row -> "BEGIN".equals(row.getField("alert_phase"))))
                .hasSize(1);
    }

    @Test
    void keepsTheTimeAttribute() throws Exception {
        Table scored = LookbackTable.detect(
                tables,
                metrics(),
                DetectSettings.builder()
                        .series("host")
                        .time("ts")
                        .values("cpu", "mem")
                        .build());
        tables.createTemporaryView("scored", scored);

        List<Row> hours = rows(tables.sqlQuery("""
                SELECT host, window_start, COUNT(*) AS records, MAX(severity) AS worst
                FROM TABLE(TUMBLE(TABLE scored, DESCRIPTOR(ts), INTERVAL '1' HOUR))
                GROUP BY host, window_start, window_end"""));

        assertThat(hours).hasSize(2 * 12);
        assertThat(hours.stream()
                        .mapToLong(row -> (Long) row.getField("records"))
                        .sum())
                .isEqualTo(2 * Metrics.STEPS);
    }

    @Test
    void saysWhichColumnIsMissing() {
        assertThatThrownBy(() -> LookbackTable.detect(
                        tables,
                        metrics(),
                        DetectSettings.builder().series("server").build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("no column 'server' for a series")
                .hasMessageContaining("host");
    }

    @Test
    void refusesATableWithAColumnThatItAdds() {
        Table named = tables.sqlQuery("SELECT 'a' AS host, CAST(0 AS BIGINT) AS ts, 1.0 AS score");

        assertThatThrownBy(() -> LookbackTable.detect(
                        tables, named, DetectSettings.builder().build()))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("'score'");
    }

    private Table metrics() {
        return tables.fromDataStream(
                environment.fromData(Metrics.rows(), Metrics.TYPE),
                Schema.newBuilder()
                        .column("host", DataTypes.STRING())
                        .column("region", DataTypes.STRING())
                        .column("ts", DataTypes.TIMESTAMP_LTZ(3))
                        .column("cpu", DataTypes.DOUBLE())
                        .column("mem", DataTypes.BIGINT())
                        .watermark("ts", "ts")
                        .build());
    }

    private static List<Row> rows(Table table) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = table.execute().collect()) {
            results.forEachRemaining(rows::add);
        }
        return rows;
    }
}
