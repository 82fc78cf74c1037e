package io.lookback.detection;

import io.lookback.detection.tuning.Tuning;

/** From the open-ended levels of the detector to the scores 0..1 that leave it, strictly increasing. */
final class AlertScale {

    /** Beyond it a score is 0 or 1 in double precision. */
    private static final double LARGEST = 30;

    private AlertScale() {}

    /**
     * The level of a statistic of alerts, comparable between series.
     *
     * @param rarity among the series' own peaks, as {@link io.lookback.detection.rate.PeakRate} reads it
     */
    static double level(double rarity, double statistic) {
        return rarity + Tuning.OWN_HEIGHT * statistic;
    }

    /** Logistic; a half where about 10 of 10,000 records of noise are as high. */
    static double score(double level) {
        double above = Math.max(-LARGEST, Math.min(LARGEST, level - Tuning.LEVEL_AT_TEN));
        return 1 / (1 + Math.exp(-above));
    }

    /** The level that about so many of 10,000 records of noise reach. */
    static double threshold(double falseAlarms) {
        return Tuning.LEVEL_AT_TEN + Math.log10(10 / falseAlarms);
    }

    /** @param level zero or more */
    static double severity(double level) {
        return level / (level + Tuning.HALF_SEVERE);
    }
}
