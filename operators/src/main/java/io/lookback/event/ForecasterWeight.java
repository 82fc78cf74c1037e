package io.lookback.event;

/**
 * How much one forecaster counted in the expected value of a feature.
 *
 * @param name of the cell's model, or of the simple expert as the documentation of forecasting lists it
 * @param weight 0..1; the weights of a feature sum to 1
 * @param expected what this forecaster alone expected, in the feature's own unit
 */
public record ForecasterWeight(String name, double weight, double expected) {}
