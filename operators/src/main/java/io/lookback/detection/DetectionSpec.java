package io.lookback.detection;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a user may say about detection; nothing else is set per job, and nothing per series.
 *
 * @param falseAlarms what the user accepts, about
 * @param warmUp records of a series before it may raise an alert; 0 derives it from the sampling: one day, at least 100
 *     and at most 300 records
 * @param refractory records after the first of a group within which only one above a falling bar is news; 0 derives it
 *     from the sampling: a third of a day, at least 3 and at most 100 records
 * @param side which deviations may raise an alert
 * @param minRelative smallest deviation from the forecast that matters, as a share of the forecast; 0 for any
 * @param minAbsolute smallest deviation from the forecast that matters, in the feature's own unit; 0 for any
 * @param evidence whether each score names the evidence of each of its features
 */
public record DetectionSpec(
        FalseAlarms falseAlarms,
        int warmUp,
        int refractory,
        Side side,
        double minRelative,
        double minAbsolute,
        boolean evidence)
        implements Serializable {

    public static final DetectionSpec DEFAULT = builder().build();

    private static final int MOST_RECORDS = 1_000_000;

    public DetectionSpec {
        require(warmUp >= 0 && warmUp <= MOST_RECORDS, "warm-up", warmUp, "0 (automatic) to 1000000");
        require(refractory >= 0 && refractory <= MOST_RECORDS, "refractory", refractory, "0 (automatic) to 1000000");
        require(minRelative >= 0 && Double.isFinite(minRelative), "min-relative", minRelative, "0 or more");
        require(minAbsolute >= 0 && Double.isFinite(minAbsolute), "min-absolute", minAbsolute, "0 or more");
    }

    private static void require(boolean met, String setting, Number found, String wanted) {
        if (!met) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "detection.%s is %s: give %s", setting, found, wanted));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The memory of a new series. */
    public Detector freshDetector(int features) {
        return Detector.fresh(this, features);
    }

    /** Begins with the defaults. */
    public static final class Builder {

        private FalseAlarms falseAlarms = new FalseAlarms(1, FalseAlarms.Per.RECORDS);
        private int warmUp;
        private int refractory;
        private Side side = Side.BOTH;
        private double minRelative;
        private double minAbsolute;
        private boolean evidence;

        private Builder() {}

        public Builder falseAlarms(FalseAlarms accepted) {
            falseAlarms = accepted;
            return this;
        }

        /** @param inTenThousand records */
        public Builder falseAlarms(double inTenThousand) {
            return falseAlarms(new FalseAlarms(inTenThousand, FalseAlarms.Per.RECORDS));
        }

        public Builder warmUp(int records) {
            warmUp = records;
            return this;
        }

        public Builder refractory(int records) {
            refractory = records;
            return this;
        }

        public Builder side(Side alerting) {
            side = alerting;
            return this;
        }

        public Builder minRelative(double share) {
            minRelative = share;
            return this;
        }

        public Builder minAbsolute(double deviation) {
            minAbsolute = deviation;
            return this;
        }

        public Builder evidence(boolean named) {
            evidence = named;
            return this;
        }

        public DetectionSpec build() {
            return new DetectionSpec(falseAlarms, warmUp, refractory, side, minRelative, minAbsolute, evidence);
        }
    }
}
