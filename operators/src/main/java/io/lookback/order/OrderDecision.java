package io.lookback.order;

import io.lookback.event.Flag;
import java.util.EnumSet;
import java.util.Set;

/** What becomes of a record once its place in its series is known. */
public record OrderDecision(OrderSpec.Policy policy, Set<Flag> flags) {

    public static final OrderDecision IN_ORDER = new OrderDecision(OrderSpec.Policy.SCORE, Set.of());

    public OrderDecision {
        flags = Set.copyOf(flags);
    }

    /**
     * @param time of the record, event-time ms
     * @param last event time of the series' last scored record
     */
    public static OrderDecision of(long time, long last, OrderSpec spec) {
        if (time > last) {
            return IN_ORDER;
        }
        return time == last
                ? new OrderDecision(spec.duplicates(), EnumSet.of(Flag.DUPLICATE))
                : new OrderDecision(spec.late(), EnumSet.of(Flag.LATE));
    }
}
