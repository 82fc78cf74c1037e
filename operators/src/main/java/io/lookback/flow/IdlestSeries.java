package io.lookback.flow;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.jspecify.annotations.Nullable;

/**
 * Finds the series that has been idle for longest, without an index of its own: the timers that end the series' time to
 * live are one. A timer is set when its series begins and not moved by later records, so its time is the earliest moment
 * at which the series can expire. Of timers in the order of their time the first whose series was not seen since belongs
 * to the idlest of all; one whose series was seen is moved to where that series expires now, which each record pays for
 * once at most.
 *
 * <p>Flink shows timers only all at once, in no order. So one pass over them takes the earliest sixteenth, and further
 * passes follow when these are used up. A call looks at {@value #LOOKS} series at most; if it has found none by then, all
 * of these were seen after their timers were set, and the idlest of them is its answer.
 *
 * <p>Timers are part of every checkpoint, so which series is the idlest does not depend on what was asked before, nor on
 * restarts, but for that last case and for series last seen in the same millisecond. One thread.
 */
final class IdlestSeries {

    /** Reads of state that one call may cost. */
    static final int LOOKS = 1_024;

    private static final int SHARE = 16;
    private static final int MOST_KEPT = 1 << 16;

    private final AbstractStreamOperator<?> operator;
    private final InternalTimerService<VoidNamespace> timers;
    private final Expiry expiry;
    private final int kept;

    private final TreeSet<Candidate> earliest = new TreeSet<>();

    /** The last that the pass kept: all timers but the kept ones, and all set since, are later. */
    private @Nullable Candidate horizon;

    /** @param series that the subtask may keep */
    IdlestSeries(
            AbstractStreamOperator<?> operator,
            InternalTimerService<VoidNamespace> timers,
            Expiry expiry,
            long series) {
        this.operator = operator;
        this.timers = timers;
        this.expiry = expiry;
        this.kept = (int) Math.min(MOST_KEPT, Math.max(LOOKS, series / SHARE));
    }

    /** When a series is to be forgotten. */
    interface Expiry {
        /**
         * Makes the key the current one.
         *
         * @return processing time, ms; empty if there is no such series
         */
        OptionalLong of(String key) throws IOException;
    }

    /** A series and the time of its timer. */
    record Candidate(String key, long time) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int order = Long.compare(time, other.time);
            return order != 0 ? order : key.compareTo(other.key);
        }
    }

    /** The idlest series, whose timer is set to the time named; null if there is none. */
    @Nullable Candidate next() throws Exception {
        Candidate idlest = null;
        for (int look = 0; look < LOOKS; look++) {
            Candidate first = first();
            if (first == null) {
                return idlest;
            }
            OptionalLong expires = expiry.of(first.key());
            if (expires.isPresent() && expires.getAsLong() <= first.time()) {
                return first;
            }
            if (expires.isPresent()) {
                Candidate moved = move(first, expires.getAsLong());
                idlest = idlest == null || moved.compareTo(idlest) < 0 ? moved : idlest;
            }
        }
        if (idlest != null) {
            earliest.remove(idlest);
        }
        return idlest;
    }

    private @Nullable Candidate first() throws Exception {
        if (earliest.isEmpty()) {
            timers.forEachProcessingTimeTimer((namespace, time) -> keep(time));
            horizon = earliest.isEmpty() ? null : earliest.last();
        }
        return earliest.pollFirst();
    }

    private void keep(long time) {
        if (earliest.size() == kept && time > earliest.last().time()) {
            return;
        }
        earliest.add(new Candidate((String) operator.getCurrentKey(), time));
        if (earliest.size() > kept) {
            earliest.pollLast();
        }
    }

    private Candidate move(Candidate from, long time) {
        timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, from.time());
        timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, time);
        Candidate moved = new Candidate(from.key(), time);
        if (horizon != null && moved.compareTo(horizon) < 0) {
            earliest.add(moved);
        }
        return moved;
    }
}
