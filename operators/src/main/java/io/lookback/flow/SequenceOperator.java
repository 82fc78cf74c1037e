package io.lookback.flow;

import io.lookback.cell.CacheStats;
import io.lookback.control.ControlBook;
import io.lookback.control.ControlLimits;
import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.onnx.DeviceException;
import io.lookback.order.ReorderBuffer;
import io.lookback.series.ForecastRequests;
import io.lookback.series.Lookahead;
import io.lookback.series.ModelAssignment;
import io.lookback.series.ModelFailure;
import io.lookback.series.ModelPool;
import io.lookback.series.Resets;
import io.lookback.series.SeriesLayout;
import io.lookback.series.WaveRunner;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Advances every series by one step per record.
 *
 * <p>A record that may wait for older ones goes through the series' reorder buffer, then waits in a wave. Waiting steps run in
 * waves: when {@link WaveSpec#size} of them wait, when the oldest has waited for {@link WaveSpec#deadline}, before a
 * watermark is forwarded, before a checkpoint's barrier, and at the end of input, which ends open alerts, too. So a
 * checkpoint holds nothing in flight, and what a series' scores are never depends on which others shared its waves.
 *
 * <p>Keyed state: the {@link KeyedSeries}, the {@link ReorderBuffer} where records wait, and two processing-time timers
 * per series: one forgets it once it has been silent for its time to live, one finds that it has fallen silent. Operator
 * state: {@link CountsState}, {@link AddedPartitions}, {@link Downtime}, {@link InputSilence}.
 */
class SequenceOperator extends AbstractStreamOperator<Score>
        implements OneInputStreamOperator<Observation, Score>, Triggerable<String, VoidNamespace> {

    private static final long serialVersionUID = 1L;
    private static final String SERIES = "series";
    private static final String REORDER = "reorder";
    private static final String TIMERS = "series-timers";

    private final LoadedFlow flow;
    private final boolean records;

    private transient SeriesLayout layout;
    private transient KeyedSeries series;
    private transient Downtime downtime;
    private transient AddedPartitions addedPartitions;
    private transient Reordering reordering;
    private transient InputSilence inputSilence;
    private transient CountsState kept;
    private transient SeriesCounts counts;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient ModelPool modelPool;
    private transient Optional<Lookahead> lookahead;
    private transient WaveRunner runner;
    private transient SequenceMetrics measured;
    private transient Outputs outputs;
    private transient WaveBuffer waveBuffer;
    private transient long oldestParked;
    private transient boolean deadlineArmed;
    /** Times that the input fell silent or spoke again. */
    private transient long silences;

    SequenceOperator(StreamOperatorParameters<Score> parameters, LoadedFlow flow) {
        this(parameters, flow, false);
    }

    /** @param records whether {@link Scoring#SCORED_RECORDS} is read */
    SequenceOperator(StreamOperatorParameters<Score> parameters, LoadedFlow flow, boolean records) {
        super(parameters);
        this.flow = flow;
        this.records = records;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        layout = flow.series().layout();
        kept = CountsState.open(context, getRuntimeContext().getTaskInfo(), layout);
        counts = kept.counts();
        downtime = Downtime.open(
                context.getOperatorStateStore(), getProcessingTimeService().getCurrentProcessingTime());
        addedPartitions = AddedPartitions.open(context.getOperatorStateStore());
        inputSilence = InputSilence.open(
                context.getOperatorStateStore(),
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        kept.keep();
        downtime.keep(getProcessingTimeService().getCurrentProcessingTime());
        addedPartitions.keep();
        inputSilence.keep();
    }

    @Override
    public void open() throws Exception {
        super.open();
        var seriesState = new ValueStateDescriptor<>(SERIES, new SeriesSerializer(layout));
        var reorderState = new ValueStateDescriptor<>(REORDER, new ReorderBufferSerializer());
        kept.complete(getKeyedStateBackend(), seriesState, reorderState);
        timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        series = new KeyedSeries(
                this,
                layout,
                seriesState,
                timers,
                counts,
                flow.retention(),
                downtime,
                flow.silence(),
                this::drain,
                resets(),
                () -> outputs);
        waveBuffer = new WaveBuffer(System::nanoTime);
        ControlBook book = book();
        measured = new SequenceMetrics(
                getMetricGroup(),
                counts,
                book,
                series.limit(),
                waveBuffer,
                flow.options().device(),
                getProcessingTimeService()::getCurrentProcessingTime);
        measured.inputSilent(inputSilence::silent);
        reordering = new Reordering(
                flow.series().order(),
                addedPartitions,
                reorderState,
                getPartitionedState(reorderState),
                timers,
                counts,
                measured::releasedEarly);
        outputs = new Outputs(output, records, measured, counts, this::suppressed, this::retire);
        modelPool = modelPool(measured.cells(flow.series().cells(), counts));
        lookahead = flow.horizon().horizon() > 0 ? Optional.of(lookahead()) : Optional.empty();
        runner = new WaveRunner(flow.series(), modelPool, series, outputs, book, lookahead);
        endSilencesThatNobodyWants();
    }

    /** Of an alert that was open when silence was switched off, no timer is left. */
    private void endSilencesThatNobodyWants() {
        if (!flow.silence().series().on() && counts.silences() > 0) {
            getProcessingTimeService()
                    .registerTimer(timers.currentProcessingTime(), now -> series.endSilences(outputs));
        }
    }

    @Override
    public void processElement(StreamRecord<Observation> element) throws Exception {
        measured.record();
        reordering.admit(element.getValue()).forEach(this::add);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (timeServiceManager != null) {
            timeServiceManager.advanceWatermark(mark);
        }
        drain();
        measured.watermark(mark.getTimestamp());
        inputSilence.reached(mark.getTimestamp(), outputs::alertOfInput);
        output.emitWatermark(mark);
    }

    /**
     * While the whole input is silent no record moves event time on, so the clock does: what has waited for as long as a
     * record may be out of order waits no longer.
     */
    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        super.processWatermarkStatus(status);
        silences++;
        if (status.isIdle()) {
            long silence = silences;
            long wait = flow.series().order().maxOutOfOrderness().toMillis();
            getProcessingTimeService().registerTimer(timers.currentProcessingTime() + wait, now -> releaseAll(silence));
            series.pause();
            inputSilence.fellSilent(
                    flow.silence(), getProcessingTimeService(), this::suppressedInput, outputs::alertOfInput);
        } else {
            inputSilence.spoke(timers.currentProcessingTime());
            series.listen();
        }
    }

    /** The watermark has passed a record that waits: no older one is to be expected. */
    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        reordering.due(timer).forEach(this::add);
    }

    /** A series' time to live may be over. */
    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        drain();
        if (series.forget(timer, outputs)) {
            measured.seriesExpires();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        drain();
    }

    @Override
    public void finish() throws Exception {
        drain();
        if (counts.alertsOpen() > 0) {
            series.endAlerts(outputs);
        }
        inputSilence.finish(timers.currentProcessingTime(), outputs::alertOfInput);
        super.finish();
    }

    @Override
    @SuppressWarnings("NullAway") // closed before it was opened, if an earlier operator of the task fails to open
    public void close() throws Exception {
        if (modelPool != null) {
            modelPool.close();
            lookahead.ifPresent(Lookahead::close);
            modelPool = null;
            outputs.close();
        }
        super.close();
    }

    /** What the keyed state holds. */
    SeriesCounts counts() {
        return counts;
    }

    LoadedFlow flow() {
        return flow;
    }

    /** The models that run. */
    ModelPool modelPool() {
        return modelPool;
    }

    /** Makes these the models that stand in the place of configured ones. Between two waves. */
    void assign(List<ModelAssignment> assignments) {
        modelPool.assign(assignments);
        lookahead.ifPresent(ahead -> ahead.modelPool().assign(assignments));
    }

    SequenceMetrics measured() {
        return measured;
    }

    Outputs outputs() {
        return outputs;
    }

    /** What people tell the operator; asked while it opens. */
    ControlBook book() {
        return new ControlBook(ControlLimits.DEFAULT);
    }

    /** Which series are to start over; asked while it opens. */
    Resets resets() {
        return Resets.NONE;
    }

    /** Of which series forecasts are wanted now; asked while it opens. */
    ForecastRequests forecastRequests() {
        return ForecastRequests.NONE;
    }

    /** Makes the forecasts of those of these series that are ready. Between two waves. */
    final void forecast(List<String> names) {
        for (String name : names) {
            lookahead.ifPresent(
                    ahead -> series.find(name).ifPresent(found -> ahead.answer(name, found, series, outputs)));
        }
    }

    /** The change of an alert of the current key's series as it is to be written. */
    Alert suppressed(Alert alert) {
        return alert;
    }

    /** The first change of an alert of the whole input as it is to be written. */
    Alert suppressedInput(Alert alert) {
        return alert;
    }

    /** Takes an announced model out of the modelPool; there are none without guidance. */
    void retire(ModelFailure failure) {
        throw new IllegalStateException(
                String.format(Locale.ROOT, "Model %s fails: %s", failure.digest(), failure.message()));
    }

    /** Its caches are empty between two waves: what they hold is counted nowhere. */
    private Lookahead lookahead() {
        List<CacheStats> stats =
                flow.series().cells().stream().map(cell -> new CacheStats()).toList();
        return new Lookahead(flow.horizon(), flow.series(), modelPool(stats), forecastRequests());
    }

    /** A TaskManager without the device would fail at each restart in the same way. */
    private ModelPool modelPool(List<CacheStats> caches) {
        try {
            return new ModelPool(flow.series(), flow.options(), caches);
        } catch (DeviceException e) {
            throw new SuppressRestartsException(e);
        }
    }

    /** @param silence that began when the input fell silent: after a record it is another */
    private void releaseAll(long silence) throws Exception {
        if (silence == silences) {
            reordering.all(getKeyedStateBackend()).forEach(this::add);
        }
    }

    private void add(Observation observation) {
        if (waveBuffer.size() == 0) {
            oldestParked = timers.currentProcessingTime();
            armDeadline(oldestParked);
        }
        waveBuffer.add(observation);
        if (waveBuffer.size() >= flow.wave().size()) {
            drain();
        }
    }

    private void armDeadline(long from) {
        if (!deadlineArmed) {
            deadlineArmed = true;
            getProcessingTimeService()
                    .registerTimer(from + flow.wave().deadline().toMillis(), this::onDeadline);
        }
    }

    private void onDeadline(long now) {
        deadlineArmed = false;
        if (waveBuffer.size() == 0) {
            return;
        }
        if (now >= oldestParked + flow.wave().deadline().toMillis()) {
            drain();
        } else {
            armDeadline(oldestParked);
        }
    }

    final void drain() {
        waveBuffer.drain((steps, since) -> {
            long begin = System.nanoTime();
            runner.run(steps);
            long end = System.nanoTime();
            measured.wave(steps.size(), end - begin, end - since);
            series.makeRoom(outputs, measured::seriesEvicted);
        });
    }
}
