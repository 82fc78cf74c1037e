package io.lookback.detect;

import io.lookback.alert.AlarmRate;

/** From the open-ended levels of the detector to the scores 0..1 that leave it, strictly increasing. */
final class AlertScale {

    /** The level that scores a half. */
    static final double HALF = 2.5;

    /** False alarms per 10,000 records at that level, and by how many powers of ten they fall per unit of level. */
    private static final double RATE_AT_HALF = 10;

    private static final double FALL = 0.6;
    private static final double HALF_SEVERE = 10;

    private AlertScale() {}

    /** Of a new series: as often at {@link #HALF} as the line through the rates has it. */
    static AlarmRate freshRate() {
        return new AlarmRate(RATE_AT_HALF / 10_000);
    }

    /** A level lowered, or raised, until the series reaches it as often as others do. */
    static double comparable(double level, AlarmRate rate) {
        return level - rate.excess() / FALL;
    }

    /** Logistic: levels stay within about -3..11, far from where double precision saturates. */
    static double score(double level) {
        return 1 / (1 + Math.exp(HALF - level));
    }

    /** The level at which about so many of 10,000 records are false alarms. */
    static double threshold(double falseAlarms) {
        return HALF + Math.log10(RATE_AT_HALF / falseAlarms) / FALL;
    }

    /** @param level Q, zero or more */
    static double severity(double level) {
        return level / (level + HALF_SEVERE);
    }
}
