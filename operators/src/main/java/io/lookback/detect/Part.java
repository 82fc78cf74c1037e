package io.lookback.detect;

/** What a detector can do without: to see what a part is worth, or because it does not suit the series. */
public enum Part {
    /** Novelty of the deviation from the usual week. */
    WEEK,
    /** Novelty of the value beside the recent forecast residuals. */
    FORECAST,
    /** Novelty of value and forecast residual. */
    RESIDUAL,
    /** The calibrated tails of the novelties. */
    TAIL,
    /** Novelty of the state of all features together. */
    JOINT,
    /** The discount for what happened before. */
    EPISODES,
    /** The rank among the peaks of recent weeks. */
    RANK,
    /** The distance from the mean of the last day. */
    DAY,
    /** The second way to an alert: the cells' surprise. */
    SURPRISE,
    /** The third way: values that stand still. */
    STANDSTILL,
    /** The fourth way: movements much smaller or larger than usual, for a while. */
    MOTION,
    /** The comparison with how often other series alarm. */
    RATE
}
