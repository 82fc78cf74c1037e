package io.lookback.detect;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/**
 * What a user may say about detection; nothing else is set per job, and nothing per series.
 *
 * @param falseAlarms what the user accepts, about
 * @param warmUp records of a series before it may raise an alert; 0 derives it from the sampling: one day, at least 100
 *     and at most 1440 records. The calibrators fit first at 100 values: less is possible and blind
 * @param profile how much each series may remember
 * @param refractory records after an alert's last anomaly within which only a higher one is news, and after which the
 *     alert ends; 0 derives it from the sampling: a third of a day, at least 3 and at most 100 records
 * @param side which deviations may raise an alert
 * @param minRelative smallest deviation from the forecast that matters, as a share of the forecast; 0 for any
 * @param minAbsolute smallest deviation from the forecast that matters, in the feature's own unit; 0 for any
 * @param without parts that are left out; not all three novelties
 * @param tails whether each score names the tail probability of each of its features' channels
 */
public record DetectionSpec(
        FalseAlarms falseAlarms,
        int warmUp,
        Profile profile,
        int refractory,
        Side side,
        double minRelative,
        double minAbsolute,
        Set<Part> without,
        boolean tails)
        implements Serializable {

    private static final Set<Part> NOVELTIES = Set.of(Part.WEEK, Part.FORECAST, Part.RESIDUAL);

    public static final DetectionSpec DEFAULT =
            new DetectionSpec(10, 0, Profile.STANDARD, 0, Side.BOTH, 0, 0, Set.of());

    public DetectionSpec {
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

    /**
     * Without tail probabilities.
     *
     * @param falseAlarms per 10,000 records
     */
    public DetectionSpec(
            double falseAlarms,
            int warmUp,
            Profile profile,
            int refractory,
            Side side,
            double minRelative,
            double minAbsolute,
            Set<Part> without) {
        this(
                new FalseAlarms(falseAlarms, FalseAlarms.Per.RECORDS),
                warmUp,
                profile,
                refractory,
                side,
                minRelative,
                minAbsolute,
                without,
                false);
    }

    private static void require(boolean met, String setting, double found, String wanted) {
        if (!met) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "detection.%s is %s: give %s", setting, found, wanted));
        }
    }

    /** Everything else as it is. */
    public DetectionSpec without(Set<Part> parts) {
        return new DetectionSpec(
                falseAlarms, warmUp, profile, refractory, side, minRelative, minAbsolute, parts, tails);
    }

    boolean has(Part part) {
        return !without.contains(part);
    }

    /**
     * The level from which a record is anomalous.
     *
     * @param rowsPerDay records a day of the series
     * @param factor of the series' own rate
     */
    double threshold(double rowsPerDay, double factor) {
        return AlertScale.threshold(factor * falseAlarms.inTenThousand(rowsPerDay));
    }

    /** The memory of a new series. */
    public Detector freshDetector(int features) {
        return new Detector(this, features);
    }
}
