package io.lookback.job;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/** The whole graph. Its uids are part of every savepoint: they never change. */
public final class Pipeline {

    private Pipeline() {}

    /**
     * Adds the graph to the environment.
     *
     * @param source of decoded records, such as {@link KafkaTopics#source}
     * @param input how long its parts may be silent, and how many of its records may fail
     */
    public static void assemble(
            StreamExecutionEnvironment environment,
            Source<Either<Rejection, Observation>, ?, ?> source,
            InputSpec input,
            FlowSpec flow,
            Sinks sinks) {
        SingleOutputStreamOperator<Observation> observations = environment
                .fromSource(source, times(flow, input.idleness()), "Read and decode records")
                .uid("records")
                .process(new SetAside(input.failureLimit()))
                .name("Set rejected records aside")
                .uid("decoded");

        SingleOutputStreamOperator<Score> scores = Scoring.score(observations, flow);

        DataStream<Rejection> rejections =
                observations.getSideOutput(SetAside.REJECTIONS).union(scores.getSideOutput(Scoring.REJECTIONS));

        sinks.scores()
                .ifPresent(sink -> scores.sinkTo(sink).name("Write scores").uid("scores"));
        sinks.alerts()
                .ifPresent(sink -> scores.getSideOutput(Scoring.ALERTS)
                        .sinkTo(sink)
                        .name("Write alerts")
                        .uid("alerts"));
        sinks.deadLetters()
                .ifPresent(sink ->
                        rejections.sinkTo(sink).name("Write dead letters").uid("dead-letters"));
    }

    /** Watermarks for each part of the source, a Kafka partition, from the records that could be decoded. */
    private static WatermarkStrategy<Either<Rejection, Observation>> times(FlowSpec flow, Duration idleness) {
        Duration late = flow.order().maxOutOfOrderness();
        return WatermarkStrategy.<Either<Rejection, Observation>>forGenerator(context -> new ObservedTime(late))
                .withTimestampAssigner(
                        (record, kafkaTime) -> record.isRight() ? record.right().time() : kafkaTime)
                .withIdleness(idleness);
    }
}
