package io.lookback.detection.evidence;

import io.lookback.detection.tuning.Tuning;

/**
 * How improbable it is that what comes at this time of each day did not come: -log10 of the one-sided tail of Student's
 * distribution with {@value Tuning#HABIT_FREEDOM} degrees of freedom beyond z mean deviations, for a record of a series in
 * whose day one such move is due:
 *
 * <pre>
 * F = {@value Tuning#HABIT_FREEDOM} log10 z - {@value Tuning#HABIT_TAIL} + log10(records of a day)
 * </pre>
 *
 * <p>0 below {@value Tuning#ABSENT}. Novelty and surprise do not see it: values as between the jobs are neither new nor
 * unexpected for who does not know the time.
 */
public final class Absence implements Evidence {

    @Override
    public String name() {
        return "absence";
    }

    @Override
    public double read(Moment moment) {
        if (moment.missed == 0) {
            return 0;
        }
        double law = Tuning.HABIT_FREEDOM * Math.log10(moment.missed) - Tuning.HABIT_TAIL + Math.log10(moment.perDay);
        return law < Tuning.ABSENT ? 0 : Math.min(law, Tuning.MOST_ABSENT);
    }

    /** What should have come, in the feature's unit; {@link Double#NaN} where nothing stayed away. */
    public double due(Moment moment) {
        return read(moment) > 0 ? moment.due : Double.NaN;
    }

    @Override
    public void learn(Moment moment) {}
}
