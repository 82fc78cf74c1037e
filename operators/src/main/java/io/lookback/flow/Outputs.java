package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.normalize.RawCounter;
import io.lookback.series.ModelFailure;
import io.lookback.series.SeriesStatus;
import io.lookback.series.StepOutput;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what comes of a step downstream, and counts it. */
final class Outputs implements StepOutput, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);

    private final Output<StreamRecord<Score>> output;
    private final boolean records;
    private final SequenceMetrics measured;
    private final SeriesCounts counts;
    private final UnaryOperator<Alert> suppression;
    private final Consumer<ModelFailure> retirement;
    private final RejectionLog log = new RejectionLog();

    /**
     * @param records whether {@link Scoring#SCORED_RECORDS} is read
     * @param suppression marks alerts that nobody has to see
     * @param retirement takes an announced model out of the pool
     */
    Outputs(
            Output<StreamRecord<Score>> output,
            boolean records,
            SequenceMetrics measured,
            SeriesCounts counts,
            UnaryOperator<Alert> suppression,
            Consumer<ModelFailure> retirement) {
        this.output = output;
        this.records = records;
        this.measured = measured;
        this.counts = counts;
        this.suppression = suppression;
        this.retirement = retirement;
    }

    @Override
    public void score(Score score) {
        measured.score(score);
        output.collect(new StreamRecord<>(score, score.observation().time()));
    }

    @Override
    public void alert(Alert alert, long time) {
        Alert judged = suppression.apply(alert);
        measured.alert(judged);
        output.collect(Scoring.ALERTS, new StreamRecord<>(judged, time));
    }

    @Override
    public boolean collectsRecords() {
        return records;
    }

    @Override
    public void completed(Observation observation, Score score, List<Alert> changes, Optional<String> open) {
        output.collect(
                Scoring.SCORED_RECORDS,
                new StreamRecord<>(RecordScoring.record(observation, score, changes, open), observation.time()));
    }

    @Override
    public void forecast(MultiStepForecast forecast) {
        measured.forecast();
        output.collect(Scoring.FORECASTS, new StreamRecord<>(forecast, forecast.made()));
    }

    /** An alert of no series, judged already. */
    void alertOfInput(Alert alert) {
        measured.alert(alert);
        output.collect(Scoring.ALERTS, new StreamRecord<>(alert, alert.end()));
    }

    @Override
    public void moved(Observation observation, SeriesStatus before, SeriesStatus after) {
        counts.moved(observation.series(), before, after);
    }

    @Override
    public void reject(Rejection rejection) {
        measured.rejection(rejection.reason());
        log.add(rejection);
        output.collect(Scoring.REJECTIONS, new StreamRecord<>(rejection));
    }

    /** One line for all series and features: they are counters of the same kind, as a rule. */
    @Override
    public void climbs(String series, String feature) {
        if (!measured.climbs()) {
            LOG.warn(
                    "Value '{}' of series '{}' has climbed {} times in a row and never fell: if it is a counter, name it under input.counters, and its rate is scored. Others are counted (numUndeclaredCounters) and not named.",
                    feature,
                    series,
                    RawCounter.TELLING);
        }
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
