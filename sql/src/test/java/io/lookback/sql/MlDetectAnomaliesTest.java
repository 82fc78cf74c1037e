package io.lookback.sql;

import static org.apache.flink.table.api.Expressions.$;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class MlDetectAnomaliesTest {

    private StreamTableEnvironment tables;

    @BeforeEach
    void environment() {
        tables = environment(RuntimeExecutionMode.STREAMING, Metrics.rows());
    }

    private static StreamTableEnvironment environment(RuntimeExecutionMode mode, List<Row> metrics) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setRuntimeMode(mode);
        environment.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.createTemporaryView(
                "metrics",
                tables.fromDataStream(
                        environment.fromData(metrics, Metrics.TYPE),
                        Schema.newBuilder()
                                .column("host", DataTypes.STRING())
                                .column("region", DataTypes.STRING())
                                .column("ts", DataTypes.TIMESTAMP_LTZ(3))
                                .column("cpu", DataTypes.DOUBLE())
                                .column("mem", DataTypes.BIGINT())
                                .watermark("ts", "ts - INTERVAL '1' MINUTE")
                                .build()));
        tables.executeSql("LOAD MODULE lookback");
        return tables;
    }

    @Test
    void findsOverAWindowWhatTheOperatorFinds() throws Exception {
        List<Row> byOperator = rows(LookbackTable.detect(
                        tables,
                        tables.from("metrics"),
                        DetectSettings.builder()
                                .series("host")
                                .time("ts")
                                .values("cpu")
                                .build())
                .select($("host"), $("timestamp"), $("score"), $("is_anomaly")));

        List<Row> overWindow = rows(tables.sqlQuery("""
                        SELECT host, anomaly.`timestamp`, anomaly.score, anomaly.is_anomaly FROM (
                          SELECT host, ML_DETECT_ANOMALIES(cpu, ts, JSON_OBJECT('p' VALUE 1, 'falseAlarms' VALUE '1')) OVER (
                            PARTITION BY host ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS anomaly
                          FROM metrics)"""));

        assertThat(overWindow).hasSize(2 * Metrics.STEPS).containsExactlyElementsOf(byOperator);
        assertThat(overWindow.stream().filter(row -> Boolean.TRUE.equals(row.getField(3))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTOMATIC")
    void rowsOfATimeShareTheResultThatMattersMostOverRange(RuntimeExecutionMode mode) throws Exception {
        List<Row> metrics = new ArrayList<>();
        for (Row row : Metrics.rows()) {
            metrics.add(row);
            if (row.getField(0).equals("b") && Metrics.time(Metrics.FAILS_AT).equals(row.getField(2))) {
                double healthy = row.<Double>getFieldAs(3) - 60;
                metrics.add(Row.of("b", row.getField(1), row.getField(2), healthy, row.getField(4)));
            }
        }

        List<Row> begin = rows(environment(mode, metrics).sqlQuery("""
                        SELECT host, ts, anomaly.is_anomaly, anomaly.actual_value > 60 AS failing FROM (
                          SELECT host, ts, ML_DETECT_ANOMALIES(cpu, ts) OVER (
                            PARTITION BY host ORDER BY ts RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS anomaly
                          FROM metrics)
                        WHERE anomaly.alert_phase = 'BEGIN'"""));

        Row failing = Row.of("b", Metrics.time(Metrics.FAILS_AT), true, true);
        assertThat(begin).containsExactly(failing, failing);
    }

    @Test
    void refusesConstantSettingsWhenAStatementIsPlanned() {
        assertThatThrownBy(() -> tables.sqlQuery("""
                                SELECT ML_DETECT_ANOMALIES(cpu, ts, '{"zone": "Mars"}') OVER (
                                  PARTITION BY host ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
                                FROM metrics""")).hasStackTraceContaining("zone is 'Mars': give a time zone");
    }

    @Test
    void needsTheWholePast() {
        assertThatThrownBy(() -> tables.sqlQuery("""
                                SELECT ML_DETECT_ANOMALIES(cpu, ts) OVER (
                                  PARTITION BY host ORDER BY ts ROWS BETWEEN 100 PRECEDING AND CURRENT ROW) AS anomaly
                                FROM metrics""").explain())
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("retract");
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
