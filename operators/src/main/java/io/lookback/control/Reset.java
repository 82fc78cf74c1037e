package io.lookback.control;

import java.util.Locale;

/**
 * Makes series start over, each with its next record. It happens once: a series remembers the newest reset of those that
 * name it, and one that begins later has seen those before it. So nothing happens again after a restart or a rescale,
 * though the entry still stands in the topic, and no clocks are compared.
 *
 * @param at when it was asked for, ms since the epoch: tells it from earlier ones
 */
public record Reset(String id, SeriesPattern series, long at, String reason) implements ControlEntry {

    public Reset {
        ControlEntry.name("id", id, MAX_ID);
        ControlEntry.reason(reason);
        if (at < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "at is %d ms: give an instant after 1970", at));
        }
    }
}
