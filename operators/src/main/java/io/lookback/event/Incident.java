package io.lookback.event;

import java.util.List;

/**
 * A change of an incident: alerts of several series that belong together. All changes of one incident share its id.
 *
 * @param id deterministic: of the alert with which it began
 * @param title what its series have in common, or the first mover and how many others
 * @param begin event-time ms, the earliest of its alerts
 * @param end event-time ms, the latest so far
 * @param severity the highest of its alerts, 0..1
 * @param firstMover the series whose alert began first
 * @param shared a part of the names that all series share; empty for none
 * @param size of all its series, those not listed included
 * @param members the first mover first, then by beginning; at most {@value #MOST_LISTED}
 * @param text a sentence for whoever is on call
 */
public record Incident(
        String id,
        Alert.Phase phase,
        String title,
        long begin,
        long end,
        double severity,
        String firstMover,
        String shared,
        int size,
        List<Member> members,
        String text) {

    public static final int MOST_LISTED = 100;

    public Incident {
        members = List.copyOf(members);
    }

    /**
     * An alert in an incident.
     *
     * @param open whether its end is still to come
     * @param begin event-time ms
     * @param end event-time ms, the latest so far
     */
    public record Member(
            String series, String alert, boolean open, long begin, long end, double severity, String text) {}
}
