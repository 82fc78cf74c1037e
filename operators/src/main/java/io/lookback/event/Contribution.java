package io.lookback.event;

/**
 * What one feature had to do with an alert.
 *
 * @param share of the record's score at the peak, 0..1
 */
public record Contribution(String feature, double share) {}
