package io.lookback.job;

import io.lookback.control.ControlChange;
import io.lookback.event.Incident;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.flow.ControlInputs;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Incidents;
import io.lookback.flow.Scoring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/** The whole graph. Its uids are part of every savepoint: they never change. */
public final class Pipeline {

    /** Of the source's partitions, whatever subtask reads them. */
    private static final String ALIGNED = "records";

    /** Short: until the first one, partitions are read as they come. */
    private static final Duration ALIGNMENT_INTERVAL = Duration.ofMillis(200);

    private Pipeline() {}

    /**
     * Adds the graph to the environment.
     *
     * @param sources such as those of {@link KafkaTopics#sources}
     * @param input how long its parts may be silent, and how many of its records may fail
     */
    public static void assemble(
            StreamExecutionEnvironment environment, Sources sources, InputSpec input, FlowSpec flow, Sinks sinks) {
        SingleOutputStreamOperator<Observation> observations = environment
                .fromSource(sources.records(), times(flow, input.idleness()), "Read and decode records")
                .uid("records")
                .process(SplitRejections.records(input.failureLimit(), new TopicIds(input.topics(), sources.topics())))
                .name("Set rejected records aside")
                .uid("decoded");

        Optional<SingleOutputStreamOperator<ControlChange>> changes =
                sources.control().map(control -> changes(environment, control));

        Optional<ControlInputs> controls = sources.control()
                .flatMap(control ->
                        changes.map(stream -> new ControlInputs(stream, control.preload(), control.limits())));
        SingleOutputStreamOperator<Score> scores = controls.map(told -> Scoring.score(observations, flow, told))
                .orElseGet(() -> Scoring.score(observations, flow));
        Optional<SingleOutputStreamOperator<Score>> shadow =
                sinks.shadow().flatMap(sink -> controls.map(told -> shadow(observations, flow, told, sink)));

        DataStream<Rejection> undecoded = changes.map(stream -> observations
                        .getSideOutput(SplitRejections.REJECTIONS)
                        .union(stream.getSideOutput(SplitRejections.REJECTIONS)))
                .orElseGet(() -> observations.getSideOutput(SplitRejections.REJECTIONS));
        List<DataStream<Rejection>> rejections = new ArrayList<>();
        rejections.add(undecoded);
        rejections.add(scores.getSideOutput(Scoring.REJECTIONS));
        shadow.map(Pipeline::refused).ifPresent(rejections::add);
        sinks.scores().ifPresent(resultOutput -> rejections.add(write(scores, resultOutput, "scores")));
        sinks.alerts()
                .ifPresent(resultOutput ->
                        rejections.add(write(scores.getSideOutput(Scoring.ALERTS), resultOutput, "alerts")));
        sinks.incidents()
                .ifPresent(incidents -> rejections.add(write(
                        Incidents.of(scores.getSideOutput(Scoring.ALERTS), incidents.spec())
                                .keyBy(Incident::id), // the changes of one stay in order
                        incidents.resultOutput(),
                        "incidents")));
        sinks.forecasts()
                .ifPresent(
                        outlet -> rejections.add(write(scores.getSideOutput(Scoring.FORECASTS), outlet, "forecasts")));
        SingleOutputStreamOperator<Rejection> all = rejections.stream()
                .reduce(DataStream::union)
                .orElseThrow()
                .process(new RejectionAccumulator())
                .name("Count rejected records")
                .uid("rejected");
        sinks.deadLetters()
                .ifPresent(sink -> all.sinkTo(sink).name("Write dead letters").uid("dead-letters"));
    }

    /** Returns the records that the output cannot take. */
    private static <T> DataStream<Rejection> write(DataStream<T> records, ResultOutput<T> resultOutput, String what) {
        SingleOutputStreamOperator<T> fitting = records.process(resultOutput.fit())
                .name(String.format(Locale.ROOT, "Fit %s to their topic", what))
                .uid(what + "-fit");
        fitting.sinkTo(resultOutput.sink()).name("Write " + what).uid(what);
        return fitting.getSideOutput(FitToTopic.REJECTIONS);
    }

    private static SingleOutputStreamOperator<Score> shadow(
            DataStream<Observation> observations,
            FlowSpec flow,
            ControlInputs controls,
            ResultOutput<Score> resultOutput) {
        SingleOutputStreamOperator<Score> shadow = Scoring.shadow(observations, flow, controls);
        shadow.process(resultOutput.fit())
                .name("Fit shadow scores to their topic")
                .uid("shadow-scores-fit")
                .sinkTo(resultOutput.sink())
                .name("Write shadow scores")
                .uid("shadow-scores");
        return shadow;
    }

    /** Of what the shadow rejects, the announcements: records are rejected in the light. */
    private static DataStream<Rejection> refused(SingleOutputStreamOperator<Score> shadow) {
        return shadow.getSideOutput(Scoring.REJECTIONS)
                .filter(rejection ->
                        rejection.reason() == Rejection.Reason.CONTROL || rejection.reason() == Rejection.Reason.MODEL)
                .name("Select refused shadow models")
                .uid("shadow-refused");
    }

    /** In the order in which they were written: one subtask reads them all. */
    private static SingleOutputStreamOperator<ControlChange> changes(
            StreamExecutionEnvironment environment, Sources.Control control) {
        return environment
                .fromSource(control.changes(), WatermarkStrategy.noWatermarks(), "Read control topic")
                .setParallelism(1)
                .uid("control")
                .process(SplitRejections.controls())
                .setParallelism(1)
                .name("Set invalid control entries aside")
                .uid("control-decoded");
    }

    /** Watermarks for each part of the source, a Kafka partition, from the records that could be decoded. */
    private static WatermarkStrategy<Either<Rejection, Observation>> times(FlowSpec flow, Duration idleness) {
        Duration late = flow.order().maxOutOfOrderness();
        WatermarkStrategy<Either<Rejection, Observation>> times =
                WatermarkStrategy.<Either<Rejection, Observation>>forGenerator(context -> new ObservedTime(late))
                        .withTimestampAssigner((record, kafkaTime) ->
                                record.isRight() ? record.right().time() : kafkaTime)
                        .withIdleness(idleness);
        Duration drift = flow.order().bounds().drift();
        return drift.isZero() ? times : times.withWatermarkAlignment(ALIGNED, drift, ALIGNMENT_INTERVAL);
    }
}
