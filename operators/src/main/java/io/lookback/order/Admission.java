package io.lookback.order;

import io.lookback.event.Flag;
import java.util.EnumSet;
import java.util.Set;

/** What becomes of a record once its place in its series is known. */
public record Admission(OrderSpec.Policy policy, Set<Flag> flags) {

    public static final Admission IN_ORDER = new Admission(OrderSpec.Policy.SCORE, Set.of());

    public Admission {
        flags = Set.copyOf(flags);
    }

    /**
     * @param time of the record, event-time ms
     * @param last event time of the series' last scored record
     */
    public static Admission of(long time, long last, OrderSpec spec) {
        if (time > last) {
            return IN_ORDER;
        }
        return time == last
                ? new Admission(spec.duplicates(), EnumSet.of(Flag.DUPLICATE))
                : new Admission(spec.late(), EnumSet.of(Flag.LATE));
    }
}
