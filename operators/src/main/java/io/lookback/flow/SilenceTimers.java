package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Status;
import io.lookback.series.Series;
import io.lookback.series.SeriesStatus;
import io.lookback.series.StepOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
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
 * it is silent, but for a look now and then while event time stands still.
 *
 * <p>A silent series is stale at once, and an alert once it has been silent for as long as {@link SilenceSpec#series} says,
 * in both times. In processing time, counted from when a record could have come: not while the job was down, nor while the
 * whole input was silent. And in event time, by the watermark: in a backlog, and while brokers are away, it has not come
 * that far. What was old when it came, as in a replay, is expected to end and raises nothing. One thread.
 */
final class SilenceTimers implements Triggerable<String, VoidNamespace> {

    private static final String TIMERS = "silence-timers";

    /** The last record of a series that is followed live is younger than that when it comes, or than the silence. */
    private static final long LIVE_MS = Duration.ofHours(1).toMillis();

    /** Until the next look at a series that event time has nearly passed. */
    private static final long SOON_MS = 1_000;

    private final AbstractStreamOperator<?> operator;
    private final ValueState<Series> series;
    private final SeriesSerializer serializer;
    private final SeriesCounts counts;
    private final Runnable drain;
    private final SilenceSpec.Limit limit;
    private final Supplier<StepOutput> output;
    private final InternalTimerService<VoidNamespace> timers;

    /** Processing time since which records could come without a break, ms. */
    private long listening;

    private boolean idle;

    /**
     * @param drain brings the state of all series up to date
     * @param limit from when on silence is an alert
     */
    SilenceTimers(
            AbstractStreamOperator<?> operator,
            ValueState<Series> series,
            SeriesSerializer serializer,
            SeriesCounts counts,
            Runnable drain,
            SilenceSpec.Limit limit,
            Supplier<StepOutput> output) {
        this.operator = operator;
        this.series = series;
        this.serializer = serializer;
        this.counts = counts;
        this.drain = drain;
        this.limit = limit;
        this.output = output;
        this.timers = operator.getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        listen();
    }

    /** The input has just begun to speak, or speaks again: before, no series could be heard. */
    void listen() {
        listening = timers.currentProcessingTime();
        idle = false;
    }

    /** The whole input fell silent. */
    void pause() {
        idle = true;
    }

    /** Processing time since which records could come without a break, ms. */
    long listening() {
        return listening;
    }

    /** A record of the current key's series came; to be called before the series is written. */
    void heard(Series heard) {
        if (heard.silence().lookedForAt().isEmpty()) {
            look(heard, timers.currentProcessingTime());
        } else if (Long.bitCount(heard.steps()) == 1) {
            lookEarlier(heard, timers.currentProcessingTime());
        }
    }

    /** A young series may turn out to speak more often than was thought when its timer was set. */
    private void lookEarlier(Series heard, long now) {
        if (next(heard, now).orElse(Long.MAX_VALUE)
                < heard.silence().lookedForAt().orElse(Long.MIN_VALUE)) {
            dismiss(heard);
            look(heard, now);
        }
    }

    /** The current key's series is forgotten. */
    void dismiss(Series leaving) {
        leaving.silence()
                .lookedForAt()
                .ifPresent(time -> timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, time));
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) throws IOException {
        drain.run();
        operator.setCurrentKey(timer.getKey());
        Series found = series.value();
        if (found == null) {
            return;
        }
        long now = Math.max(timer.getTimestamp(), timers.currentProcessingTime());
        Series watched = serializer.current(found);
        SeriesStatus before = SeriesStatus.of(watched);
        if (staleFrom(watched) <= now) {
            watched.silence().begin();
        }
        Alert raised = isAlert(watched, now) ? watched.beginSilence(timer.getKey(), timers.currentWatermark()) : null;
        look(watched, now);
        series.update(watched);
        counts.moved(timer.getKey(), before, SeriesStatus.of(watched));
        if (raised != null) {
            output.get().alert(raised, raised.end());
        }
    }

    /** Sets the timer to the moment at which there is something to find, if any is left. */
    private void look(Series watched, long now) {
        OptionalLong next = next(watched, now);
        if (next.isPresent()) {
            watched.silence().lookForAt(next.getAsLong());
            timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, next.getAsLong());
        } else {
            watched.silence().stopLooking();
        }
    }

    private OptionalLong next(Series watched, long now) {
        long stale = watched.silence().silent() ? Long.MAX_VALUE : staleFrom(watched);
        long alert = Long.MAX_VALUE;
        long after = after(watched);
        long due = watched.silence().unheardSince(listening) + after;
        if (mayAlert(watched) && due > now) {
            alert = due;
        } else if (mayAlert(watched) && watched.detector().status() != Status.WARMING) {
            boolean still = idle || timers.currentWatermark() == Long.MIN_VALUE;
            long missing = still ? after : watched.lastTime() + after - timers.currentWatermark();
            alert = now + Math.max(SOON_MS, Math.min(missing, after));
        }
        long next = Math.min(stale, alert);
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private static long staleFrom(Series watched) {
        return watched.silence().seen() + watched.detector().silence();
    }

    private boolean mayAlert(Series watched) {
        return limit.on()
                && !watched.silence().alerted()
                && timers.currentWatermark() < Long.MAX_VALUE
                && watched.silence().seen() - watched.lastTime() <= Math.max(LIVE_MS, after(watched));
    }

    private boolean isAlert(Series watched, long now) {
        long after = after(watched);
        return mayAlert(watched)
                && !idle
                && watched.detector().status() != Status.WARMING
                && watched.silence().unheardSince(listening) + after <= now
                && watched.lastTime() + after <= timers.currentWatermark();
    }

    private long after(Series watched) {
        return limit.after(watched.detector().interval(), watched.silence().usualPause());
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("No timer of event time is set");
    }
}
