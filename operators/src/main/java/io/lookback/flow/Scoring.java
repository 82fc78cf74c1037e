package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.event.Alert;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.ScoredRecord;
import io.lookback.series.HorizonSpec;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.util.OutputTag;

/** From observations to scores: keyed by series, ordered, stepped in waves, judged. */
public final class Scoring {

    /** Beginnings, updates and ends of alerts. */
    public static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts", DomainTypes.ALERT);

    /** Multi-step forecasts, where the spec asks for them. */
    public static final OutputTag<MultiStepForecast> FORECASTS = new OutputTag<>("forecasts", DomainTypes.FORECAST);

    /** The same records as the scores, each with its payload and what it changed about an alert: rows of a table. See {@link #scoreWithRecords}. */
    public static final OutputTag<ScoredRecord> SCORED_RECORDS =
            new OutputTag<>("scored-records", DomainTypes.SCORED_RECORD);

    /** Records that were decoded but cannot be scored. */
    public static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("rejections", DomainTypes.REJECTION);

    /** Of the operator; part of every savepoint. */
    public static final String UID = "score";

    /** Likewise, of the operator that scores in the shadow. */
    public static final String SHADOW_UID = "shadow";

    private static final String NAME = "Score each series";
    private static final String SHADOW_NAME = "Score with shadow models";

    private Scoring() {}

    /**
     * Loads the models, then adds the operator to the graph.
     *
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static SingleOutputStreamOperator<Score> score(DataStream<Observation> observations, FlowSpec spec) {
        return score(observations, new SequenceOperatorFactory(spec));
    }

    /**
     * Likewise, with the side output {@link #SCORED_RECORDS}.
     *
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static SingleOutputStreamOperator<Score> scoreWithRecords(
            DataStream<Observation> observations, FlowSpec spec) {
        return score(observations, new SequenceOperatorFactory(LoadedFlow.of(spec), true));
    }

    private static SingleOutputStreamOperator<Score> score(
            DataStream<Observation> observations, SequenceOperatorFactory factory) {
        return observations
                .keyBy(Observation::series, Types.STRING)
                .transform(NAME, DomainTypes.SCORE, factory)
                .uid(UID);
    }

    /**
     * Likewise, with an operator that people tell more while it runs. A savepoint of the one is one of the other.
     *
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static SingleOutputStreamOperator<Score> score(
            DataStream<Observation> observations, FlowSpec spec, ControlInputs controls) {
        return guided(
                        observations,
                        new ControlledOperatorFactory(spec, controls.preload(), controls.limits(), Role.LIVE),
                        controls,
                        NAME)
                .uid(UID);
    }

    /**
     * Scores the series for which a shadow model is announced, as they would be scored with it. It has a state of its own and
     * nothing that it does reaches the scores that count.
     *
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static SingleOutputStreamOperator<Score> shadow(
            DataStream<Observation> observations, FlowSpec spec, ControlInputs controls) {
        return guided(
                        observations,
                        new ControlledOperatorFactory(
                                spec.toBuilder().horizon(HorizonSpec.NONE).build(),
                                controls.preload(),
                                controls.limits(),
                                Role.SHADOW),
                        controls,
                        SHADOW_NAME)
                .uid(SHADOW_UID);
    }

    private static SingleOutputStreamOperator<Score> guided(
            DataStream<Observation> observations,
            ControlledOperatorFactory factory,
            ControlInputs controls,
            String name) {
        KeyedStream<Observation, String> keyed = observations.keyBy(Observation::series, Types.STRING);
        StreamExecutionEnvironment environment = observations.getExecutionEnvironment();
        TwoInputTransformation<Observation, ControlChange, Score> transformation = new TwoInputTransformation<>(
                keyed.getTransformation(),
                controls.changes().broadcast().getTransformation(),
                name,
                factory,
                DomainTypes.SCORE,
                environment.getParallelism(),
                false);
        transformation.setStateKeySelectors(keyed.getKeySelector(), null);
        transformation.setStateKeyType(keyed.getKeyType());
        environment.addOperator(transformation);
        return new Scores(environment, transformation);
    }

    /** Flink keeps the constructor from strangers; its own ways to connect streams key both or none. */
    private static final class Scores extends SingleOutputStreamOperator<Score> {
        Scores(StreamExecutionEnvironment environment, Transformation<Score> transformation) {
            super(environment, transformation);
        }
    }
}
