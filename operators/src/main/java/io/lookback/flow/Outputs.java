package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.series.ModelFailure;
import io.lookback.series.Standing;
import io.lookback.series.StepOutput;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Sends what comes of a step downstream, and counts it. */
final class Outputs implements StepOutput, AutoCloseable {

    private final Output<StreamRecord<Score>> output;
    private final SequenceMetrics measured;
    private final SeriesCounts counts;
    private final UnaryOperator<Alert> quieting;
    private final Consumer<ModelFailure> retirement;
    private final RejectionLog log = new RejectionLog();

    /**
     * @param quieting marks alerts that nobody has to see
     * @param retirement takes an announced model out of the roster
     */
    Outputs(
            Output<StreamRecord<Score>> output,
            SequenceMetrics measured,
            SeriesCounts counts,
            UnaryOperator<Alert> quieting,
            Consumer<ModelFailure> retirement) {
        this.output = output;
        this.measured = measured;
        this.counts = counts;
        this.quieting = quieting;
        this.retirement = retirement;
    }

    @Override
    public void score(Score score) {
        measured.score(score);
        output.collect(new StreamRecord<>(score, score.observation().time()));
    }

    @Override
    public void alert(Alert alert, long time) {
        Alert judged = quieting.apply(alert);
        measured.alert(judged);
        output.collect(Scoring.ALERTS, new StreamRecord<>(judged, time));
    }

    @Override
    public void moved(Observation observation, Standing before, Standing after) {
        counts.moved(observation.series(), before, after);
    }

    @Override
    public void reject(Rejection rejection) {
        measured.rejection(rejection.reason());
        log.add(rejection);
        output.collect(Scoring.REJECTIONS, new StreamRecord<>(rejection));
    }

    @Override
    public void retire(ModelFailure failure) {
        retirement.accept(failure);
    }

    @Override
    public void drop(Rejection.Reason reason) {
        measured.drop(reason);
    }

    @Override
    public void close() {
        log.close();
    }
}
