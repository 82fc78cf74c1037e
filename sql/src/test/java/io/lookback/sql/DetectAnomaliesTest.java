package io.lookback.sql;

import static org.apache.flink.table.api.Expressions.$;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
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
class DetectAnomaliesTest {

    private static final Instant FAR_AHEAD = Instant.parse("9000-01-01T00:00:00Z");

    private StreamExecutionEnvironment environment;
    private StreamTableEnvironment tables;

    @BeforeEach
    void environment() {
        environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(2);
        tables = StreamTableEnvironment.create(environment);
        tables.createTemporaryView(
                "metrics",
                tables.fromDataStream(
                        environment.fromData(Metrics.rows(), Metrics.TYPE),
                        Schema.newBuilder()
                                .column("host", DataTypes.STRING())
                                .column("region", DataTypes.STRING())
                                .column("ts", DataTypes.TIMESTAMP_LTZ(3))
                                .column("cpu", DataTypes.DOUBLE())
                                .column("mem", DataTypes.BIGINT())
                                .watermark("ts", "ts - INTERVAL '1' MINUTE")
                                .build()));
        tables.executeSql("LOAD MODULE lookback");
    }

    @Test
    void findsWhatTheOperatorFinds() throws Exception {
        List<Row> byOperator = rows(LookbackTable.detect(
                        tables,
                        tables.from("metrics"),
                        DetectSettings.builder()
                                .series("host")
                                .time("ts")
                                .values("cpu", "mem")
                                .build())
                .select($("host"), $("timestamp"), $("score"), $("severity"), $("alert_id")));

        List<Row> byFunction = rows(tables.sqlQuery("""
                        SELECT host, `timestamp`, score, severity, alert_id FROM DETECT_ANOMALIES(
                          input => TABLE metrics PARTITION BY host,
                          on_time => DESCRIPTOR(ts),
                          features => DESCRIPTOR(cpu, mem))"""));

        assertThat(byFunction).hasSize(2 * Metrics.STEPS).containsExactlyElementsOf(byOperator);
        assertThat(byFunction.stream().filter(row -> row.getField("alert_id") != null))
                .isNotEmpty();
    }

    @Test
    void takesSettingsByTheirNames() throws Exception {
        List<Row> below = rows(tables.sqlQuery("""
                        SELECT host, `timestamp`, is_anomaly, model FROM DETECT_ANOMALIES(
                          input => TABLE metrics PARTITION BY (host, region) ORDER BY ts,
                          on_time => DESCRIPTOR(ts),
                          features => DESCRIPTOR(cpu),
                          cells => 'none',
                          false_alarms => '10 per 10000 records',
                          zone => 'Europe/Berlin',
                          warm_up => 650,
                          side => 'above',
                          min_relative => '0.1',
                          min_absolute => '5',
                          max_ahead => '2 h')"""));

        assertThat(below).hasSize(2 * Metrics.STEPS).allSatisfy(row -> {
            assertThat(row.getField("is_anomaly")).isEqualTo(false);
            assertThat(row.getField("model")).isEqualTo("none");
        });
    }

    @Test
    void tellsWhyARowWasNotScored() throws Exception {
        view(
                "late",
                List.of(
                        Row.of("a", Metrics.time(1), 1.0),
                        Row.of("a", Metrics.time(3), 1.0),
                        Row.of("a", Metrics.time(2), 1.0),
                        Row.of("a", FAR_AHEAD, 1.0),
                        Row.of("a", Metrics.time(4), Double.POSITIVE_INFINITY)),
                "ts - INTERVAL '1' HOUR");

        List<Row> rejected = rows(tables.sqlQuery("""
                        SELECT host, rejection FROM DETECT_ANOMALIES(
                          input => TABLE late PARTITION BY host, on_time => DESCRIPTOR(ts), cells => 'none')
                        WHERE status = 'REJECTED'"""));

        assertThat(rejected)
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.getField("host")).isEqualTo("a"));
        assertThat(rejected.stream().map(row -> row.getFieldAs("rejection").toString()))
                .anySatisfy(text -> assertThat(text).contains("Infinity"))
                .anySatisfy(text -> assertThat(text).contains("9000-01-01", "raise", "'max_ahead'"))
                .anySatisfy(text -> assertThat(text).contains("newest scored row", "ORDER BY"));
    }

    @Test
    void theEndOfAForgottenSeriesHasTheIdOfItsAlert() throws Exception {
        List<Row> metrics = new ArrayList<>();
        for (int step = 0; step < 1200; step++) {
            double cpu = 40 + 5 * Math.sin(step / 10.0) + (step * 37 % 11) / 5.0 + (step >= 1190 ? 90 : 0);
            metrics.add(Row.of("a", Metrics.time(step), cpu));
        }
        for (int step = 0; step < 3; step++) {
            metrics.add(Row.of("b", Metrics.time(1200 + step).plus(Duration.ofDays(40)), 1.0));
        }
        view("gone", metrics, "ts");

        List<Row> alerts = rows(tables.sqlQuery("""
                        SELECT `timestamp`, alert_phase, host, alert_id FROM DETECT_ANOMALIES(
                          input => TABLE gone PARTITION BY host, on_time => DESCRIPTOR(ts), cells => 'none')
                        WHERE alert_phase IN ('BEGIN', 'END')"""));

        assertThat(alerts).extracting(row -> row.getField(1)).endsWith("BEGIN", "END");
        assertThat(alerts.get(alerts.size() - 1).getField("alert_id"))
                .isEqualTo(alerts.get(alerts.size() - 2).getField("alert_id"))
                .asString()
                .startsWith("a-");
    }

    /** @param rows host, time, cpu */
    private void view(String name, List<Row> rows, String watermark) {
        tables.createTemporaryView(
                name,
                tables.fromDataStream(
                        environment.fromData(
                                rows,
                                Types.ROW_NAMED(
                                        new String[] {"host", "ts", "cpu"}, Types.STRING, Types.INSTANT, Types.DOUBLE)),
                        Schema.newBuilder()
                                .column("host", DataTypes.STRING())
                                .column("ts", DataTypes.TIMESTAMP_LTZ(3))
                                .column("cpu", DataTypes.DOUBLE())
                                .watermark("ts", watermark)
                                .build()));
    }

    @Test
    void readsATimeWithoutAZoneAsFlinkCastsIt() throws Exception {
        tables.getConfig().setLocalTimeZone(ZoneId.of("America/New_York"));
        Row row = Row.of("a", LocalDateTime.parse("2026-07-01T12:00:00"), 1.0);
        tables.createTemporaryView(
                "locals",
                tables.fromDataStream(
                        environment.fromData(
                                List.of(row),
                                Types.ROW_NAMED(
                                        new String[] {"host", "ts", "cpu"},
                                        Types.STRING,
                                        Types.LOCAL_DATE_TIME,
                                        Types.DOUBLE)),
                        Schema.newBuilder()
                                .column("host", DataTypes.STRING())
                                .column("ts", DataTypes.TIMESTAMP(3))
                                .column("cpu", DataTypes.DOUBLE())
                                .watermark("ts", "ts")
                                .build()));

        List<Row> byFunction = rows(tables.sqlQuery("""
                        SELECT `timestamp`, CAST(rowtime AS TIMESTAMP_LTZ(3)) FROM DETECT_ANOMALIES(
                          input => TABLE locals PARTITION BY host, on_time => DESCRIPTOR(ts), cells => 'none')"""));
        List<Row> byTable = rows(LookbackTable.detect(
                        tables, tables.from("locals"), DetectSettings.builder().build())
                .select($("timestamp"), $("ts").cast(DataTypes.TIMESTAMP_LTZ(3))));

        Instant noon = Instant.parse("2026-07-01T16:00:00Z");
        assertThat(byFunction).containsExactly(Row.of(noon, noon));
        assertThat(byTable).containsExactly(Row.of(noon, noon));
    }

    @Test
    void refusesAnUnknownCell() {
        assertThatThrownBy(() -> tables.executeSql("""
                        EXPLAIN SELECT * FROM DETECT_ANOMALIES(
                          input => TABLE metrics PARTITION BY host, on_time => DESCRIPTOR(ts), cells => 'abacus')"""))
                .hasStackTraceContaining("cells: there is no cell 'abacus'")
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void refusesAnArgumentByItsName() {
        assertThatThrownBy(() -> explain("warm_up => -5"))
                .hasStackTraceContaining("ValidationException: warm_up is -5: give 0");
        assertThatThrownBy(() -> explain("max_ahead => '1'"))
                .hasStackTraceContaining("ValidationException: max_ahead is '1', without a unit: give it with one");
    }

    private void explain(String setting) {
        tables.executeSql(
                "EXPLAIN SELECT * FROM DETECT_ANOMALIES(input => TABLE metrics PARTITION BY host, on_time => DESCRIPTOR(ts), "
                        + setting
                        + ')');
    }

    private static List<Row> rows(Table table) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> results = table.execute().collect()) {
            results.forEachRemaining(rows::add);
        }
        rows.sort(Comparator.comparing(row -> row.getField(0) + " " + row.getField(1)));
        return rows;
    }
}
