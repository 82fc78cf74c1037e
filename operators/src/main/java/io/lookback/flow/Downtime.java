package io.lookback.flow;

import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;

/**
 * Time in which the job was down. A series' records wait in the topic meanwhile, so this time does not count toward its
 * time to live: otherwise the restore after a long outage would forget every series before it reads the first record.
 *
 * <p>One outage at a time. It holds until the job has run for as long as it was down, and is taken to have caught up, or
 * until a longer one comes. So a crash during the catch-up changes nothing, and a job that restarts often still forgets.
 *
 * <p>Operator state: when it was last written, and the outage. One thread.
 */
final class Downtime {

    private final ListState<long[]> kept;

    /** Processing time at which the outage began and ended, ms; equal without one. */
    private long begin;

    private long end;

    private Downtime(ListState<long[]> kept) {
        this.kept = kept;
    }

    /**
     * While the operator's state is initialized.
     *
     * @param now processing time, ms
     */
    static Downtime open(OperatorStateStore store, long now) throws Exception {
        Downtime downtime = new Downtime(
                store.getUnionListState(new ListStateDescriptor<>("downtime", LongPrimitiveArraySerializer.INSTANCE)));
        Iterator<long[]> states = downtime.kept.get().iterator();
        if (states.hasNext()) {
            long[] state = states.next();
            downtime.restore(state[0], state[1], state[2], now);
        }
        return downtime;
    }

    private void restore(long written, long oldBegin, long oldEnd, long now) {
        long old = oldEnd - oldBegin;
        boolean caughtUp = now >= oldEnd + old;
        boolean longer = now - written > old;
        begin = caughtUp || longer ? Math.min(written, now) : oldBegin;
        end = caughtUp || longer ? now : oldEnd;
    }

    /** Before a checkpoint takes the operator's state. */
    void keep(long now) throws Exception {
        kept.update(List.of(new long[] {now, begin, end}));
    }

    /** How much of the time since then the job was down, ms. */
    long since(long then) {
        return then < end ? end - begin : 0;
    }
}
