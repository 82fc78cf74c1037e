package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.memory.RowPages;
import io.lookback.series.Resets;
import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesStatus;
import io.lookback.series.SeriesStore;
import io.lookback.series.StepOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.BiConsumerWithException;
import org.jspecify.annotations.Nullable;

/** The series of a subtask in its keyed state: as many as it may keep, each for as long as records come. One thread. */
final class KeyedSeries implements SeriesStore {

    /** Series that one wave may evict: more are too many only after {@code state.max-series} was lowered. */
    private static final int MOST_AT_ONCE = 4_096;

    private final AbstractStreamOperator<?> operator;
    private final SeriesSerializer serializer;
    private final ValueStateDescriptor<Series> descriptor;
    private final ValueState<Series> series;
    private final KeyedRows rows;
    private final InternalTimerService<VoidNamespace> timers;
    private final SeriesCounts counts;
    private final long timeToLive;
    private final Downtime downtime;
    private final long limit;
    private final boolean evicts;
    private final IdlestSeries idlest;
    private final SilenceTimers silenceTimers;
    private final Resets resets;
    private final Supplier<StepOutput> output;

    /** Series of the current wave that are not in state yet. */
    private int beginning;

    KeyedSeries(
            AbstractStreamOperator<?> operator,
            SeriesLayout layout,
            ValueStateDescriptor<Series> descriptor,
            InternalTimerService<VoidNamespace> timers,
            SeriesCounts counts,
            RetentionSpec retention,
            Downtime downtime,
            SilenceSpec silence,
            Runnable drain,
            Resets resets,
            Supplier<StepOutput> output)
            throws Exception {
        this.operator = operator;
        this.serializer = new SeriesSerializer(layout);
        this.descriptor = descriptor;
        this.series = operator.getKeyedStateStore().getState(descriptor);
        this.rows = new KeyedRows(operator);
        this.timers = timers;
        this.counts = counts;
        this.timeToLive = retention.timeToLive().toMillis();
        this.downtime = downtime;
        this.limit = retention.share(counts.keyGroups(), counts.maxParallelism());
        this.evicts = retention.onLimit() == RetentionSpec.OnLimit.EVICT;
        this.silenceTimers = new SilenceTimers(operator, series, serializer, counts, drain, silence.series(), output);
        this.resets = resets;
        this.output = output;
        this.idlest = new IdlestSeries(operator, timers, this::expiry, limit);
    }

    /** Series that the subtask may keep. */
    long limit() {
        return limit;
    }

    @Override
    public Series load(Observation observation, SeriesLayout layout) {
        operator.setCurrentKey(observation.series());
        try {
            Series known = stillKnown(observation.series(), series.value());
            if (known == null) {
                Series fresh = Series.fresh(observation.features(), layout);
                fresh.passReset(resets.newest(observation.series()));
                return fresh;
            }
            return known.layout().equals(layout) ? known : moved(observation.series(), known, layout);
        } catch (IOException e) {
            throw new FlinkRuntimeException(
                    String.format(Locale.ROOT, "The state of series '%s' cannot be read", observation.series()), e);
        }
    }

    /** The series, unless people want it to start over: then it is forgotten. An alert of it ends. */
    private @Nullable Series stillKnown(String key, @Nullable Series known) throws IOException {
        if (known == null || !startsOver(key, known)) {
            return known;
        }
        leave(key, serializer.current(known), timers.currentProcessingTime(), output.get());
        return null;
    }

    private boolean startsOver(String key, Series known) {
        return known.reset() < resets.newest() && known.reset() < resets.newest(key);
    }

    /** A series of this subtask as it is now; empty if there is none, or if it is to start over. */
    Optional<Series> find(String key) {
        operator.setCurrentKey(key);
        try {
            Series known = series.value();
            return known == null || startsOver(key, known) ? Optional.empty() : Optional.of(known);
        } catch (IOException e) {
            throw new FlinkRuntimeException(
                    String.format(Locale.ROOT, "The state of series '%s' cannot be read", key), e);
        }
    }

    /** Other models, or other settings, than when the series was written. Once a change, so it is kept at once. */
    private Series moved(String key, Series known, SeriesLayout layout) throws IOException {
        Series moved = serializer.under(known, layout);
        rows.dropAllBut(layout, known.layout());
        counts.moved(key, known, moved);
        series.update(moved);
        return moved;
    }

    @Override
    public boolean begin(Observation observation) {
        boolean room = evicts || counts.series() + beginning < limit;
        beginning += room ? 1 : 0;
        return room;
    }

    @Override
    public RowPages rows(String key, SeriesLayout.CellLayout cell, int channel) {
        return rows.of(key, cell, channel);
    }

    @Override
    public void resized(Observation observation, int cell, int gained) {
        counts.rows(observation.series(), cell, gained);
    }

    @Override
    public void save(Observation observation, Series advanced) {
        operator.setCurrentKey(observation.series());
        long now = timers.currentProcessingTime();
        advanced.touch(now, silenceTimers.listening());
        silenceTimers.heard(advanced);
        endSilence(observation, advanced);
        keep(observation, advanced);
        if (advanced.steps() == 1) {
            beginning--;
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, now + timeToLive);
        }
    }

    @Override
    public void keep(Observation observation, Series changed) {
        operator.setCurrentKey(observation.series());
        try {
            series.update(changed);
        } catch (IOException e) {
            throw new FlinkRuntimeException(
                    String.format(Locale.ROOT, "The state of series '%s' cannot be written", observation.series()), e);
        }
    }

    private void endSilence(Observation observation, Series heard) {
        Optional<Alert> end = heard.breakSilence(observation.series());
        end.ifPresent(alert -> output.get().alert(alert, observation.time()));
    }

    /** The whole input is silent from now on. */
    void pause() {
        silenceTimers.pause();
    }

    /** The whole input was silent until now. */
    void listen() {
        silenceTimers.listen();
    }

    /** The input is over: ends the alerts that are open. Reads every series. */
    void endAlerts(StepOutput output) throws Exception {
        everySeries((key, open) -> endAlert(key, open, timers.currentProcessingTime(), output));
    }

    /** Silence is an alert no more: ends the alerts of it that are open. Reads every series. */
    void endSilences(StepOutput output) throws Exception {
        everySeries((key, open) -> end(key, open, SeriesStatus.of(open), null, timers.currentProcessingTime(), output));
    }

    private void everySeries(BiConsumerWithException<String, Series, Exception> action) throws Exception {
        operator.<String>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        descriptor,
                        (key, found) -> action.accept(key, serializer.current(found.value())));
    }

    /** @param now processing time, ms */
    private void endAlert(String key, Series open, long now, StepOutput output) throws IOException {
        SeriesStatus before = SeriesStatus.of(open);
        Alert end = open.detector().endAlert(key, open.features()).orElse(null);
        end(key, open, before, end, now, output);
    }

    /** With the end of the series' own alert, if one was open, ends that of its silence. */
    private void end(String key, Series open, SeriesStatus before, @Nullable Alert own, long now, StepOutput output)
            throws IOException {
        Optional<Alert> silence = open.endSilence(key, now, reached());
        if (own != null || silence.isPresent()) {
            series.update(open);
            counts.moved(key, before, SeriesStatus.of(open));
            if (own != null) {
                output.alert(own, open.lastTime());
            }
            silence.ifPresent(alert -> output.alert(alert, alert.end()));
        }
    }

    /**
     * A series' time to live may be over. An alert of it ends.
     *
     * @return whether it was, and the series is forgotten
     */
    boolean forget(InternalTimer<String, VoidNamespace> timer, StepOutput output) throws IOException {
        operator.setCurrentKey(timer.getKey());
        Series idle = series.value();
        if (idle == null) {
            return false;
        }
        long expiry = expiry(idle);
        if (expiry > timer.getTimestamp()) {
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, expiry);
            return false;
        }
        leave(timer.getKey(), serializer.current(idle), expiry, output);
        return true;
    }

    /**
     * Between waves: forgets the idlest series where there are too many. An alert of theirs ends.
     *
     * @param evicted told of each
     */
    void makeRoom(StepOutput output, Runnable evicted) {
        for (int i = 0; evicts && i < MOST_AT_ONCE && counts.series() > limit; i++) {
            try {
                evict(output);
            } catch (Exception e) {
                throw new FlinkRuntimeException(
                        String.format(
                                Locale.ROOT,
                                "No room could be made: %d series, %d may be kept",
                                counts.series(),
                                limit),
                        e);
            }
            evicted.run();
        }
    }

    private void evict(StepOutput output) throws Exception {
        IdlestSeries.Candidate idle = idlest.next();
        if (idle == null) {
            throw new IllegalStateException("There is no series with a timer");
        }
        operator.setCurrentKey(idle.key());
        Series evicted = serializer.current(series.value());
        timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, idle.time());
        leave(idle.key(), evicted, timers.currentProcessingTime(), output);
    }

    /** Event time, ms; {@link Long#MIN_VALUE} once the input is over, and nobody knows how far it came. */
    private long reached() {
        long watermark = timers.currentWatermark();
        return watermark == Long.MAX_VALUE ? Long.MIN_VALUE : watermark;
    }

    private OptionalLong expiry(String key) throws IOException {
        operator.setCurrentKey(key);
        Series found = series.value();
        return found == null ? OptionalLong.empty() : OptionalLong.of(expiry(found));
    }

    private long expiry(Series idle) {
        long seen = idle.silence().seen();
        return seen + timeToLive + downtime.since(seen);
    }

    private void leave(String key, Series leaving, long now, StepOutput output) throws IOException {
        endAlert(key, leaving, now, output);
        counts.leave(key, leaving);
        silenceTimers.dismiss(leaving);
        series.clear();
        rows.clear(leaving.layout());
    }
}
