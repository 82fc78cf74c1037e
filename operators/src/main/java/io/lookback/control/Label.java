package io.lookback.control;

import java.util.Locale;

/**
 * What somebody found an alert to be. It moves the threshold of its series for what comes after {@code until}, see
 * {@link Thresholds}.
 *
 * @param series by its whole name
 * @param from event-time ms at which what is judged began
 * @param until event-time ms at which it ended
 */
public record Label(String id, String series, Verdict verdict, long from, long until, String reason)
        implements ControlEntry {

    public Label {
        ControlEntry.name("id", id, MAX_ID);
        ControlEntry.name("series", series, MAX_NAME);
        ControlEntry.reason(reason);
        if (from > until) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "from (%d) is after until (%d)", from, until));
        }
    }

    /** Whether there was something to see. */
    public enum Verdict {
        /** Nobody should have been woken. */
        FALSE_ALARM,
        /** This is what alerts are for. */
        REAL
    }
}
