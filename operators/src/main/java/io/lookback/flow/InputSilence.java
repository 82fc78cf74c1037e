package io.lookback.flow;

import io.lookback.alert.SilenceAlerts;
import io.lookback.event.Alert;
import io.lookback.event.EndReason;
import io.lookback.series.Pauses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Raises one alert when the whole input falls silent, whatever the number of series. The sources say so: once all
 * partitions have been without a record for {@code input.idleness}, every subtask is told that the input is idle, and
 * later that it is not. The first subtask alone speaks of it.
 *
 * <p>Operator state of the first subtask: the event time that the input had reached, how long it pauses as a rule, and
 * the open alert. So an input that spoke before a restart and does not after it is an alert, too. One thread.
 */
final class InputSilence {

    private static final long NEVER = Long.MIN_VALUE;

    private final ListState<byte[]> kept;
    private final ListState<Alert> keptAlert;
    private final boolean responsible;
    private Pauses pauses = new Pauses();
    private long reached = NEVER;
    private @Nullable Alert open;

    /** Processing time at which the input fell silent; {@link #NEVER} while it speaks. */
    private long since = NEVER;

    private volatile boolean silent;

    private InputSilence(ListState<byte[]> kept, ListState<Alert> keptAlert, boolean responsible) {
        this.kept = kept;
        this.keptAlert = keptAlert;
        this.responsible = responsible;
    }

    /** While the operator's state is initialized. */
    static InputSilence open(OperatorStateStore store, boolean first) throws Exception {
        InputSilence silence = new InputSilence(
                store.getUnionListState(
                        new ListStateDescriptor<>("input-pauses", BytePrimitiveArraySerializer.INSTANCE)),
                store.getUnionListState(new ListStateDescriptor<>("input-silence", DomainTypes.ALERT)),
                first);
        if (first) {
            silence.restore();
        }
        return silence;
    }

    private void restore() throws Exception {
        Iterator<byte[]> states = kept.get().iterator();
        if (states.hasNext()) {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(states.next()));
            reached = in.readLong();
            pauses = Pauses.read(in);
        }
        Iterator<Alert> alerts = keptAlert.get().iterator();
        open = alerts.hasNext() ? alerts.next() : null;
        silent = open != null;
    }

    /** Before a checkpoint takes the operator's state. */
    void keep() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(reached);
        pauses.write(out);
        kept.update(responsible ? List.of(bytes.toByteArray()) : List.of());
        keptAlert.update(open == null ? List.of() : List.of(open));
    }

    /** Whether an alert of it is open; read by any thread. */
    boolean silent() {
        return silent;
    }

    /**
     * No part of the input has had a record for a while.
     *
     * @param judge marks what people do not want to see
     */
    void fellSilent(SilenceSpec spec, ProcessingTimeService clock, UnaryOperator<Alert> judge, Consumer<Alert> output) {
        if (!responsible || !spec.input().on() || since != NEVER) {
            return;
        }
        long begin = clock.getCurrentProcessingTime();
        since = begin;
        long after = spec.input().after(0, pauses.usual());
        clock.registerTimer(begin + after, now -> {
            if (since == begin && open == null && reached != NEVER) {
                open = judge.apply(SilenceAlerts.beginOfAll(spec.name(), reached, reached + after));
                silent = true;
                output.accept(open);
            }
        });
    }

    /** Some part of the input has a record again. */
    void spoke(long now) {
        if (since != NEVER) {
            pauses.learn(now - since);
            since = NEVER;
        }
    }

    /** @param watermark event time that the input has reached, ms */
    void reached(long watermark, Consumer<Alert> output) {
        if (!responsible || watermark == Long.MAX_VALUE) {
            return;
        }
        reached = watermark;
        if (since == NEVER) {
            end(watermark, EndReason.RECOVERED, output);
        }
    }

    /**
     * No record will come any more.
     *
     * @param now processing time, ms
     */
    void finish(long now, Consumer<Alert> output) {
        if (open != null) {
            long until = since == NEVER ? open.end() : open.begin() + now - since;
            end(Math.max(open.end(), until), EndReason.INPUT_ENDED, output);
        }
    }

    private void end(long time, EndReason ending, Consumer<Alert> output) {
        Alert ended = open;
        if (ended == null) {
            return;
        }
        open = null;
        silent = false;
        Alert end = SilenceAlerts.end(
                new SilenceAlerts.Noticed(ended.series(), ended.begin(), ended.peak(), 0), time, ending);
        output.accept(ended.suppression() == null ? end : end.suppressed(ended.suppression()));
    }
}
