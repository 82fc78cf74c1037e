package io.lookback.detect;

import java.io.Serializable;
import java.util.Set;

/**
 * What a user may say about detection; nothing else is set per job, and nothing per series.
 *
 * @param falseAlarms false alarms per 10,000 records of a series that the user accepts, about; it moves the threshold
 *     of the alert score and nothing else. It is a dial with a unit, not a guarantee: see {@link #threshold}
 * @param warmUp records of a series before it may raise an alert; 0 derives it from the sampling: one day, at least 100
 *     and at most 1440 records. The calibrators fit first at 100 values: less is possible and blind
 * @param profile how much each series may remember
 * @param refractory records after an alert's last anomaly within which only a higher one is news, and after which the
 *     alert ends; 0 derives it from the sampling: a third of a day, at least 3 and at most 100 records
 * @param side which deviations may raise an alert
 * @param minRelative smallest deviation from the forecast that matters, as a share of the forecast; 0 for any
 * @param minAbsolute smallest deviation from the forecast that matters, in the feature's own unit; 0 for any
 * @param without parts that are left out; not all three novelties
 */
public record DetectionSpec(
        double falseAlarms,
        int warmUp,
        Profile profile,
        int refractory,
        Side side,
        double minRelative,
        double minAbsolute,
        Set<Part> without)
        implements Serializable {

    private static final Set<Part> NOVELTIES = Set.of(Part.WEEK, Part.FORECAST, Part.RESIDUAL);

    public static final DetectionSpec DEFAULT =
            new DetectionSpec(10, 0, Profile.STANDARD, 0, Side.BOTH, 0, 0, Set.of());

    public DetectionSpec {
        require(falseAlarms > 0 && falseAlarms <= 1000, "false-alarms", falseAlarms, "more than 0, at most 1000");
        require(warmUp >= 0 && warmUp <= 1_000_000, "warm-up", warmUp, "0 (automatic) to 1000000");
        require(refractory >= 0 && refractory <= 1_000_000, "refractory", refractory, "0 (automatic) to 1000000");
        require(minRelative >= 0 && Double.isFinite(minRelative), "min-relative", minRelative, "0 or more");
        without = Set.copyOf(without);
        if (without.containsAll(NOVELTIES)) {
            throw new IllegalArgumentException(
                    "detection.without leaves out week, forecast and residual: keep one of them");
        }
        require(minAbsolute >= 0 && Double.isFinite(minAbsolute), "min-absolute", minAbsolute, "0 or more");
    }

    private static void require(boolean met, String setting, double found, String wanted) {
        if (!met) {
            throw new IllegalArgumentException("detection.%s is %s: give %s".formatted(setting, found, wanted));
        }
    }

    /** Everything else as it is. */
    public DetectionSpec without(Set<Part> parts) {
        return new DetectionSpec(falseAlarms, warmUp, profile, refractory, side, minRelative, minAbsolute, parts);
    }

    boolean has(Part part) {
        return !without.contains(part);
    }

    /** The alert score from which a record is anomalous, 0..1. */
    public double threshold() {
        return AlertScale.score(AlertScale.threshold(falseAlarms));
    }

    /** The memory of a new series. */
    public Detector freshDetector(int features) {
        return new Detector(this, features);
    }
}
