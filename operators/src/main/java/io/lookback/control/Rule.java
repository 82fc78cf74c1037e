package io.lookback.control;

import io.lookback.event.Alert;
import io.lookback.event.Suppression;

/**
 * Suppresses alerts that are known: all that its scope, its tolerance and its times cover.
 *
 * @param scope whose alerts
 * @param tolerance how far they may deviate and still be suppressed
 * @param times when, in event time
 */
public record Rule(String id, Scope scope, Tolerance tolerance, Times times, String reason) implements ControlEntry {

    public Rule {
        ControlEntry.name("id", id, MAX_ID);
        ControlEntry.reason(reason);
    }

    /** Whether the alert, as it stands at its peak, is one that this rule suppresses. */
    public boolean covers(Alert alert) {
        return scope.covers(alert) && tolerance.covers(alert) && times.contains(alert.peak());
    }

    /** What a suppressed alert carries. */
    public Suppression suppression() {
        return new Suppression(id, reason);
    }
}
