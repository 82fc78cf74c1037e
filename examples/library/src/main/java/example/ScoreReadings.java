package example;

import io.lookback.cell.CellSpec;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Scores a stream inside a Flink job of one's own. A real job reads its records from any source and maps them to {@link
 * Observation}s; this one makes them up: three sensors, one of which fails.
 */
public final class ScoreReadings {

    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final Features FEATURES = Features.of("temperature");
    private static final int READINGS = 1_000;

    private ScoreReadings() {}

    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        DataStream<Observation> readings = environment
                .fromData(DomainTypes.OBSERVATION, readings().toArray(Observation[]::new))
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<Observation>forBoundedOutOfOrderness(Duration.ofMinutes(5))
                                .withTimestampAssigner((reading, ignored) -> reading.time()));

        FlowSpec spec =
                FlowSpec.builder().cells(List.of(CellSpec.shipped("lstm"))).build();
        SingleOutputStreamOperator<Score> scores = Scoring.score(readings, spec);
        DataStream<Alert> alerts = scores.getSideOutput(Scoring.ALERTS);

        scores.filter(Score::anomaly)
                .map(score -> String.format(
                        "%s at %s: score %.2f",
                        score.observation().series(),
                        Instant.ofEpochMilli(score.observation().time()),
                        score.score()))
                .print();
        alerts.map(alert -> String.format("%s alert of %s: %s", alert.phase(), alert.series(), alert.text()))
                .print();
        environment.execute("Score readings");
    }

    private static Stream<Observation> readings() {
        Random random = new Random(5);
        return IntStream.range(0, READINGS)
                .boxed()
                .flatMap(number -> IntStream.range(0, 3).mapToObj(sensor -> reading(number, sensor, random)));
    }

    private static Observation reading(int number, int sensor, Random random) {
        boolean failed = sensor == 1 && number >= 900 && number < 920;
        double temperature = failed ? 35 : 20 + 3 * Math.sin(2 * Math.PI * number / 288 + sensor);
        return new Observation(
                "sensor-" + sensor,
                BEGIN.plus(Duration.ofMinutes(5L * number)).toEpochMilli(),
                FEATURES,
                Values.of(temperature + 0.2 * random.nextGaussian()),
                // Names the record: scores made from it carry the same id however often it is processed.
                new Origin("readings", sensor, number),
                Payload.NONE);
    }
}
