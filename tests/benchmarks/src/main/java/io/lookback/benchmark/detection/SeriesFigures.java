package io.lookback.benchmark.detection;

/**
 * What a detector is worth on one series.
 *
 * @param vusPr of its severity; NaN without events
 * @param foundAtOne events found at one false alarm a day
 * @param foundAtTenth events found at one in ten days
 * @param foundAsSet events with a row that the detector calls anomalous; 0 of one that is not set
 * @param falseAlarms of the detector as it is set
 */
record SeriesFigures(
        double vusPr, int events, int foundAtOne, int foundAtTenth, int foundAsSet, FalseAlarms falseAlarms) {}
