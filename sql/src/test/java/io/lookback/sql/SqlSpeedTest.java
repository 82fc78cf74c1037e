package io.lookback.sql;

import static org.apache.flink.table.api.Expressions.$;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The ways through SQL beside the operator in a DataStream program: the same rows, one after the other, in one run. Each
 * way runs a few rows and many, in turns; the difference of its quickest runs leaves out what it takes to plan and to
 * start a job.
 */
@Tag("slow")
class SqlSpeedTest {

    private static final int SERIES = 256;
    private static final int ROUNDS = Integer.getInteger("sql.speed.rounds", 1);
    private static final int FEW = SERIES * 5;
    private static final int MANY = SERIES * Integer.getInteger("sql.speed.steps", 60);
    private static final Features CPU = Features.of("cpu");

    /** Runs a program to its end. */
    private interface Program {
        void run(int rows) throws Exception;
    }

    @Test
    void tablesAreScoredInWavesAndFunctionsRowByRow() throws Exception {
        List<Program> ways =
                List.of(SqlSpeedTest::stream, SqlSpeedTest::table, SqlSpeedTest::function, SqlSpeedTest::aggregate);
        double[] few = new double[ways.size()];
        double[] many = new double[ways.size()];
        Arrays.fill(few, Double.MAX_VALUE);
        Arrays.fill(many, Double.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int way = 0; way < few.length; way++) {
                few[way] = Math.min(few[way], seconds(ways.get(way), FEW));
                many[way] = Math.min(many[way], seconds(ways.get(way), MANY));
            }
        }
        double[] seconds = new double[ways.size()];
        Arrays.setAll(seconds, way -> many[way] - few[way]);

        List<String> names = List.of("DataStream", "LookbackTable", "DETECT_ANOMALIES", "ML_DETECT_ANOMALIES");
        List<String> lines = new ArrayList<>();
        for (int way = 0; way < seconds.length; way++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %8.0f rows/s  %.2f of the DataStream program",
                    names.get(way),
                    (MANY - FEW) / seconds[way],
                    seconds[0] / seconds[way]));
        }
        System.out.println(String.join("\n", lines));
        assertThat(seconds[2]).as("seconds row by row").isGreaterThan(seconds[1]);
    }

    private static double seconds(Program program, int rows) throws Exception {
        long begin = System.nanoTime();
        program.run(rows);
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void stream(int rows) throws Exception {
        StreamExecutionEnvironment environment = environment();
        Scoring.score(
                        environment
                                .fromSequence(0, rows - 1)
                                .map(SqlSpeedTest::observation)
                                .returns(DomainTypes.OBSERVATION),
                        FlowSpec.builder().build())
                .sinkTo(new DiscardingSink<>());
        environment.execute();
    }

    private static Observation observation(long n) {
        String series = "host-" + n % SERIES;
        long time = 1_772_409_600_000L + n / SERIES * 60_000;
        double cpu = 40 + 10 * Math.sin((double) n / SERIES / 30) + n * 7_919 % 101 / 50.0;
        return new Observation(series, time, CPU, Values.of(cpu), new Origin(series, 0, time), Payload.NONE);
    }

    private static void table(int rows) throws Exception {
        StreamTableEnvironment tables = metrics(rows);
        LookbackTable.detect(
                        tables,
                        tables.from("metrics"),
                        DetectSettings.builder()
                                .series("host")
                                .time("ts")
                                .values("cpu")
                                .build())
                .select($("score"))
                .executeInsert("nowhere")
                .await();
    }

    private static void function(int rows) throws Exception {
        metrics(rows).executeSql("""
                        INSERT INTO nowhere SELECT score FROM DETECT_ANOMALIES(
                          input => TABLE metrics PARTITION BY host, on_time => DESCRIPTOR(ts), features => DESCRIPTOR(cpu))""").await();
    }

    private static void aggregate(int rows) throws Exception {
        metrics(rows).executeSql("""
                        INSERT INTO nowhere SELECT anomaly.score FROM (
                          SELECT ML_DETECT_ANOMALIES(cpu, ts) OVER (
                            PARTITION BY host ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS anomaly
                          FROM metrics)""").await();
    }

    private static StreamTableEnvironment metrics(int rows) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment());
        tables.executeSql("LOAD MODULE lookback");
        tables.executeSql("CREATE TABLE nowhere (score DOUBLE) WITH ('connector' = 'blackhole')");
        tables.executeSql(String.format(Locale.ROOT, """
                CREATE TABLE metrics (
                  n BIGINT,
                  host AS 'host-' || CAST(MOD(n, %1$d) AS STRING),
                  ts AS TO_TIMESTAMP_LTZ(1772409600000 + n / %1$d * 60000, 3),
                  cpu AS 40 + 10 * SIN(n / %1$d.0 / 30) + MOD(n * 7919, 101) / 50.0E0,
                  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
                ) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '10000000', 'number-of-rows' = '%2$d',
                  'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%3$d')""", SERIES, rows, rows - 1));
        return tables;
    }

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        return environment;
    }
}
