package io.lookback.flow;

import io.lookback.control.ControlBook;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.flow.Controls.Refusal;
import io.lookback.flow.Controls.Retirement;
import io.lookback.series.ForecastRequests;
import io.lookback.series.ModelAssignment;
import io.lookback.series.ModelFailure;
import io.lookback.series.Resets;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * A {@link SequenceOperator} that people tell, while it runs, which alerts are known, which were wrong, and which models
 * to use. Its second input carries the changes of the {@link Controls}, each to every subtask, and no event time: only
 * records move it.
 */
final class ControlledOperator extends SequenceOperator
        implements TwoInputStreamOperator<Observation, ControlChange, Score> {

    private static final long serialVersionUID = 1L;

    private final ControlPreload preload;
    private final ControlLimits limits;
    private final Role role;

    private transient Controls controls;
    private transient PendingForecasts forecasts;
    private transient AlertSuppression suppression;
    private transient List<ModelAssignment> assigned;

    ControlledOperator(
            StreamOperatorParameters<Score> parameters,
            LoadedFlow flow,
            ControlPreload preload,
            ControlLimits limits,
            Role role) {
        super(parameters, flow);
        this.preload = preload;
        this.limits = limits;
        this.role = role;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        controls = Controls.open(context.getOperatorStateStore(), preload, limits, flow(), role);
        forecasts = PendingForecasts.open(
                context.getOperatorStateStore(), controls.book(), series -> role == Role.LIVE && owns(series));
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        controls.keep();
        forecasts.keep();
    }

    @Override
    public void open() throws Exception {
        suppression = new AlertSuppression(
                controls.book(),
                getPartitionedState(AlertSuppression.STATE),
                getPartitionedState(AlertSuppression.SILENCE_STATE));
        super.open();
        assigned = List.of();
        assign();
        List<Refusal> refused = controls.refused();
        if (!refused.isEmpty() || !forecasts.series().isEmpty()) {
            getProcessingTimeService().registerTimer(getProcessingTimeService().getCurrentProcessingTime(), now -> {
                refused.forEach(this::reject);
                answer();
            });
        }
    }

    /** Makes the forecasts that people wait for. */
    private void answer() {
        List<String> waiting = forecasts.series();
        if (!waiting.isEmpty()) {
            drain();
            forecast(waiting);
        }
    }

    private boolean owns(String series) {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        int owner = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                series, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
        return owner == task.getIndexOfThisSubtask();
    }

    @Override
    public void processElement1(StreamRecord<Observation> element) throws Exception {
        if (role == Role.LIVE || modelPool().shadows(element.getValue().series())) {
            processElement(element);
        }
    }

    /** What waits in a wave came before the change. */
    @Override
    public void processElement2(StreamRecord<ControlChange> element) throws Exception {
        drain();
        controls.take(element.getValue()).ifPresent(this::reject);
        if (assign()) {
            measured().modelsSwapped();
        }
        forecasts.refresh();
        answer();
    }

    /** Returns whether other models take the place of configured ones from now on. */
    private boolean assign() {
        List<ModelAssignment> current = controls.assignments();
        if (current.equals(assigned)) {
            return false;
        }
        assign(current);
        measured().assigned(current);
        assigned = current;
        return true;
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        processWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {
        // Changes carry no event time.
    }

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
        if (input == 0) {
            processWatermarkStatus(status);
        }
    }

    /** In the midst of a wave, of which nothing is written yet. Each subtask finds out by itself, and says so. */
    @Override
    void retire(ModelFailure failure) {
        for (Retirement retired : controls.retire(failure)) {
            measured().modelRetired();
            if (role.runs(retired.announcement()) && retired.announcement().shadow() == (role == Role.SHADOW)) {
                outputs().reject(retired.rejection());
            }
        }
        assign();
    }

    @Override
    ControlBook book() {
        return controls.book();
    }

    @Override
    Resets resets() {
        return controls;
    }

    @Override
    ForecastRequests forecastRequests() {
        return forecasts;
    }

    @Override
    Alert suppressedInput(Alert alert) {
        return controls.book()
                .covering(alert)
                .map(rule -> alert.suppressed(rule.suppression()))
                .orElse(alert);
    }

    @Override
    Alert suppressed(Alert alert) {
        return suppression.judge(alert);
    }

    /** Every subtask refuses the same, and counts it; one says so. */
    private void reject(Refusal refusal) {
        measured().refusal(refusal.change());
        if (role.answers(refusal.change()) && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            outputs().reject(refusal.rejection());
        }
    }
}
