package io.lookback.series;

import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.order.OrderDecision;
import java.util.Locale;

/** Why a record of a series is not scored, in the words that its dead letter carries. */
final class RejectionText {

    /** Features that a message names. */
    private static final int MOST_NAMED = 10;

    private RejectionText() {}

    static Rejection mismatch(Observation observation, Features known) {
        return new Rejection(
                observation.origin(),
                observation.payload(),
                Rejection.Reason.MISMATCH,
                String.format(
                        Locale.ROOT,
                        "Series '%s' has %d features, as many as it may grow to, and the record carries none of them, but %s. Raise state.max-features, or make the series start over with `lookback series reset`.",
                        observation.series(),
                        known.size(),
                        observation.features().names().stream()
                                .limit(MOST_NAMED)
                                .toList()));
    }

    static Rejection beyond(Observation observation) {
        return new Rejection(
                observation.origin(),
                observation.payload(),
                Rejection.Reason.SERIES_LIMIT,
                String.format(
                        Locale.ROOT,
                        "Series '%s' is new, and this subtask keeps as many as it may. Raise state.max-series, set state.on-limit to evict, or look for an id in the series' names.",
                        observation.series()));
    }

    static Rejection outOfOrder(Observation observation, Series series, OrderDecision decision) {
        return new Rejection(
                observation.origin(),
                observation.payload(),
                reason(decision),
                String.format(
                        Locale.ROOT,
                        "Record of series '%s' has event time %d, its newest scored record has %d. Raise order.max-out-of-orderness or choose another policy for order.late and order.duplicates.",
                        observation.series(),
                        observation.time(),
                        series.lastTime()));
    }

    static Rejection.Reason reason(OrderDecision decision) {
        return decision.flags().contains(Flag.LATE) ? Rejection.Reason.LATE : Rejection.Reason.DUPLICATE;
    }
}
