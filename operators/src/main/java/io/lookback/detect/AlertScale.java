package io.lookback.detect;

import io.lookback.alert.AlarmHeight;
import io.lookback.alert.AlarmRate;

/** From the open-ended levels of the detector to the scores 0..1 that leave it, strictly increasing. */
final class AlertScale {

    /** The level that scores a half. */
    static final double HALF = 2.5;

    /** False alarms per 10,000 records at that level, and by how many powers of ten they fall per unit of level. */
    private static final double RATE_AT_HALF = 10;

    private static final double FALL = 0.6;
    /** How much higher peaks of alarms are than all their news, as rates are counted. */
    private static final double PEAK = 1.15;

    private static final double HALF_SEVERE = 10;

    private AlertScale() {}

    /** Of a new series: as often at {@link #HALF} as the line through the rates has it. */
    static AlarmRate freshRate() {
        return new AlarmRate(RATE_AT_HALF / 10_000);
    }

    /** Of a new series: such that rates fall by {@link #FALL}. */
    static AlarmHeight freshHeight() {
        return new AlarmHeight(PEAK / (FALL * Math.log(10)));
    }

    /** A level moved to where others' are that are reached as often as the series reaches this one. */
    static double comparable(double level, AlarmRate rate, AlarmHeight heights) {
        return HALF + heights.comparable(height(level, rate));
    }

    /** How far a level lies above the one that the series reaches as often as others reach {@link #HALF}. */
    static double height(double level, AlarmRate rate) {
        return level - rate.excess() / FALL - HALF;
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
