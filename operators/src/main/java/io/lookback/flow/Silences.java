package io.lookback.flow;

import io.lookback.series.Series;
import io.lookback.series.Standing;
import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;

/**
 * Finds the series of a subtask that have fallen silent: one processing-time timer each, set when a record comes and none
 * is set, moved when it finds that records came since. So a series costs one access to state for each
 * {@link io.lookback.detection.Detector#silence}, that is at most one a minute and one in thirty records, and nothing while
 * it is silent. One thread.
 */
final class Silences implements Triggerable<String, VoidNamespace> {

    private static final String TIMERS = "silence-timers";

    private final AbstractStreamOperator<?> operator;
    private final ValueState<Series> series;
    private final SeriesSerializer serializer;
    private final SeriesCounts counts;
    private final Runnable drain;
    private final InternalTimerService<VoidNamespace> timers;

    /** @param drain brings the state of all series up to date */
    Silences(
            AbstractStreamOperator<?> operator,
            ValueState<Series> series,
            SeriesSerializer serializer,
            SeriesCounts counts,
            Runnable drain) {
        this.operator = operator;
        this.series = series;
        this.serializer = serializer;
        this.counts = counts;
        this.drain = drain;
        this.timers = operator.getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
    }

    /** A record of the current key's series came; to be called before the series is written. */
    void heard(Series heard) {
        if (heard.lookedForAt().isEmpty()) {
            watch(heard);
        }
    }

    /** The current key's series is forgotten. */
    void dismiss(Series leaving) {
        leaving.lookedForAt().ifPresent(time -> timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, time));
    }

    private void watch(Series watched) {
        long time = silentFrom(watched);
        watched.lookForAt(time);
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, time);
    }

    private static long silentFrom(Series watched) {
        return watched.seen() + watched.detector().silence();
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws IOException {
        drain.run();
        operator.setCurrentKey(timer.getKey());
        Series found = series.value();
        if (found == null) {
            return;
        }
        Series watched = serializer.current(found);
        if (silentFrom(watched) > timer.getTimestamp()) {
            watch(watched);
            series.update(watched);
            return;
        }
        Standing before = Standing.of(watched);
        watched.fallSilent();
        series.update(watched);
        counts.moved(timer.getKey(), before, Standing.of(watched));
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("No timer of event time is set");
    }
}
