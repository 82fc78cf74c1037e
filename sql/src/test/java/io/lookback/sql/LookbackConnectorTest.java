package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LookbackConnectorTest {

    @TempDir
    private Path directory;

    private TableEnvironment tables;

    @BeforeEach
    void metrics() throws IOException {
        tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "1");
        List<String> lines = new ArrayList<>();
        for (Row row : Metrics.rows()) {
            String time = row.getFieldAs(2).toString().replace('T', ' ');
            lines.add(String.join(
                    ",",
                    List.of(
                            String.valueOf(row.getField(0)),
                            String.valueOf(row.getField(1)),
                            time,
                            String.valueOf(row.getField(3)),
                            String.valueOf(row.getField(4)))));
        }
        Path file = directory.resolve("metrics.csv");
        Files.write(file, lines);
        tables.executeSql(String.format("""
                CREATE TABLE metrics (
                  host STRING, region STRING, ts TIMESTAMP_LTZ(3), cpu DOUBLE, mem BIGINT,
                  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
                ) WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'csv')""", file.toUri()));
    }

    @Test
    void addsWhatDetectionFoundAsMetadata() throws Exception {
        tables.executeSql("""
                CREATE TABLE scored (
                  expected DOUBLE METADATA FROM 'forecast_value' VIRTUAL,
                  is_anomaly BOOLEAN METADATA VIRTUAL,
                  severity DOUBLE METADATA VIRTUAL,
                  alert_id STRING METADATA VIRTUAL
                ) WITH (
                  'connector' = 'lookback',
                  'lookback.input' = 'filesystem',
                  'lookback.series' = 'host',
                  'lookback.time' = 'ts',
                  'lookback.values' = 'cpu;mem',
                  'lookback.detection.false-alarms' = '1 per 10000 records'
                ) LIKE metrics""");

        List<Row> anomalies = rows("SELECT host, region, cpu, expected, alert_id FROM scored WHERE is_anomaly");
        List<Row> hours = rows("""
                SELECT host, COUNT(*) AS records, MAX(severity) AS worst
                FROM TABLE(TUMBLE(TABLE scored, DESCRIPTOR(ts), INTERVAL '1' HOUR))
                GROUP BY host, window_start, window_end""");

        assertThat(anomalies).isNotEmpty().allSatisfy(row -> {
            assertThat(row.getField("host")).isEqualTo("b");
            assertThat(row.getField("region")).isEqualTo("eu-b");
            assertThat(row.getField("alert_id")).asString().startsWith("b-");
        });
        assertThat(hours.stream()
                        .mapToLong(row -> row.<Long>getFieldAs("records"))
                        .sum())
                .isEqualTo(2 * Metrics.STEPS);
    }

    @Test
    void readsATimeWithoutAZoneAsFlinkCastsIt() throws Exception {
        tables.getConfig().setLocalTimeZone(ZoneId.of("America/New_York"));
        tables.executeSql("""
                CREATE TABLE locals (host STRING, ts TIMESTAMP(3), cpu DOUBLE) WITH (
                  'connector' = 'filesystem', 'path' = '%s', 'format' = 'csv')""".formatted(Files.writeString(directory.resolve("locals.csv"), "a,2026-07-01 12:00:00,1\n")
                .toUri()));
        tables.executeSql("""
                CREATE TABLE scored (`timestamp` TIMESTAMP_LTZ(3) METADATA VIRTUAL) WITH (
                  'connector' = 'lookback', 'lookback.input' = 'filesystem', 'lookback.time' = 'ts',
                  'lookback.cells' = 'none', 'lookback.series' = 'host'
                ) LIKE locals""");

        Instant noon = Instant.parse("2026-07-01T16:00:00Z");
        assertThat(rows("SELECT `timestamp`, CAST(ts AS TIMESTAMP_LTZ(3)) FROM scored"))
                .containsExactly(Row.of(noon, noon));
    }

    @Test
    void refusesAnOptionThatItDoesNotKnow() {
        tables.executeSql("""
                CREATE TABLE scored WITH (
                  'connector' = 'lookback', 'lookback.input' = 'filesystem', 'lookback.time' = 'ts',
                  'lookback.cell' = 'lookback'
                ) LIKE metrics""");

        assertThatThrownBy(() -> tables.executeSql("EXPLAIN SELECT * FROM scored"))
                .hasStackTraceContaining("There is no option 'lookback.cell'")
                .hasStackTraceContaining("lookback.cells");
    }

    @Test
    void refusesAValueOfAnOptionByItsName() {
        tables.executeSql("""
                CREATE TABLE scored WITH (
                  'connector' = 'lookback', 'lookback.input' = 'filesystem', 'lookback.time' = 'ts',
                  'lookback.detection.zone' = 'Mars'
                ) LIKE metrics""");

        assertThatThrownBy(() -> tables.executeSql("EXPLAIN SELECT * FROM scored"))
                .hasStackTraceContaining("lookback.detection.zone is 'Mars': give a time zone");
    }

    @Test
    void refusesAColumnThatIsNoNumber() {
        tables.executeSql("""
                CREATE TABLE scored WITH (
                  'connector' = 'lookback', 'lookback.input' = 'filesystem', 'lookback.time' = 'ts',
                  'lookback.values' = 'region'
                ) LIKE metrics""");

        assertThatThrownBy(() -> tables.executeSql("EXPLAIN SELECT * FROM scored"))
                .hasStackTraceContaining("Column 'region' is STRING, which cannot be a value");
    }

    private List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = tables.executeSql(query).collect()) {
            results.forEachRemaining(rows::add);
        }
        return rows;
    }
}
