package io.lookback.event;

/**
 * How improbable each channel of the detector found one value: the probability, given the values before it, of one as
 * unusual or more. 1 for a channel that is not calibrated yet, or left out. Not below a millionth for the novelties, a
 * hundredth of that for the others: what is rarer, no series has seen often enough to tell.
 *
 * @param week of the distance to all that the series did, seen as deviations from the usual week
 * @param forecast likewise, of value and trend of the deviations from the forecast
 * @param residual likewise, of value, deviation and its trend
 * @param surprise of how wrong the cells were, in their own scales
 * @param standstill of a value that stands still for so long
 * @param quiet of a stretch of values that moves as little as this one
 * @param restless likewise, as much
 */
public record Tails(
        double week,
        double forecast,
        double residual,
        double surprise,
        double standstill,
        double quiet,
        double restless) {}
