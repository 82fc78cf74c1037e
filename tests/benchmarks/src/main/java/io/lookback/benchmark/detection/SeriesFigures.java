package io.lookback.benchmark.detection;

/**
 * What a detector is worth on one series.
 *
 * @param vusPr of its severity; NaN without events
 * @param foundAtOne events found at one false alarm a day
 * @param foundAtTenth events found at one in ten days
 */
record SeriesFigures(double vusPr, int events, int foundAtOne, int foundAtTenth) {}
