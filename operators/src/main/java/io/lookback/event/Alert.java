package io.lookback.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of an alert's life: its beginning, a new peak, or its end. All changes of one alert share its id.
 *
 * @param id deterministic: the series and the alert's beginning, and where these are not enough a number
 * @param begin event-time ms of the first anomalous record
 * @param peak event-time ms of the record with the highest score so far; before the beginning if that record was late
 * @param end latest event-time ms of the records so far that belong to the trouble
 * @param peakScore score at the peak, 0..1
 * @param severity highest severity so far, 0..1
 * @param records number of records so far that belong to the trouble
 * @param feature the feature that contributed most at the peak
 * @param direction of that feature at the peak
 * @param value of that feature at the peak
 * @param expected of that feature at the peak
 * @param contributions of the features that had most to do with the peak, the largest first; at most five
 * @param suppression why nobody has to look; null for an alert that somebody should see
 * @param kind of the trouble at the peak
 * @param text a sentence for whoever is on call, about the peak
 * @param ending why the alert is over; null while it is open
 */
public record Alert(
        String id,
        String series,
        Phase phase,
        long begin,
        long peak,
        long end,
        double peakScore,
        double severity,
        long records,
        String feature,
        Direction direction,
        double value,
        double expected,
        List<Contribution> contributions,
        @Nullable Suppression suppression,
        AlertKind kind,
        String text,
        @Nullable EndReason ending) {

    public Alert {
        contributions = List.copyOf(contributions);
    }

    /** The same change of the same alert, suppressed. */
    public Alert suppressed(Suppression by) {
        return new Alert(
                id,
                series,
                phase,
                begin,
                peak,
                end,
                peakScore,
                severity,
                records,
                feature,
                direction,
                value,
                expected,
                contributions,
                by,
                kind,
                text,
                ending);
    }

    /** Where an alert stands in its life. */
    public enum Phase {
        BEGIN,
        UPDATE,
        END
    }
}
