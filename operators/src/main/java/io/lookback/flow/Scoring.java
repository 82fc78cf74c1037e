package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/** From observations to scores: keyed by series, ordered, stepped in waves, judged. */
public final class Scoring {

    /** Beginnings, updates and ends of alerts. */
    public static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts", DomainTypes.ALERT);

    /** Records that were decoded but cannot be scored. */
    public static final OutputTag<Rejection> REJECTIONS = new OutputTag<>("rejections", DomainTypes.REJECTION);

    /** Of the operator; part of every savepoint. */
    public static final String UID = "score";

    private Scoring() {}

    /**
     * Loads the models, then adds the operator to the graph.
     *
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static SingleOutputStreamOperator<Score> score(DataStream<Observation> observations, FlowSpec spec) {
        return observations
                .keyBy(Observation::series, Types.STRING)
                .transform(
                        "Score each series",
                        DomainTypes.SCORE,
                        new SequenceOperatorFactory(spec.series(), spec.options(), spec.wave(), spec.retention()))
                .uid(UID);
    }
}
