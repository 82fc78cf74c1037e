package io.lookback.training.series;

/**
 * Decides what recurs in a series: a rhythm of any period, responses to triggers, the calendar, mixtures of these, or
 * nothing.
 */
final class Recurrences {

    private static final double RHYTHM = 0.4;
    private static final double RESPONSES = 0.1;
    private static final double CALENDAR = 0.3;
    private static final double MIXED = 0.3;

    private Recurrences() {}

    static void addTo(Draft draft) {
        double family = draft.random.uniform(0, 1);
        if (family < RHYTHM) {
            Rhythms.addTo(draft);
            if (draft.random.chance(MIXED)) {
                Seasons.addTo(draft);
            }
        } else if (family < RHYTHM + RESPONSES) {
            Rhythms.addResponsesTo(draft);
            if (draft.random.chance(MIXED)) {
                Seasons.addTo(draft);
            }
        } else if (family < RHYTHM + RESPONSES + CALENDAR) {
            Seasons.addTo(draft);
            if (draft.random.chance(MIXED)) {
                Rhythms.addFaintlyTo(draft);
            }
        }
    }
}
