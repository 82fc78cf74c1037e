package io.lookback.alert;

/**
 * How long an alert stays open.
 *
 * @param calm records in a row without trouble after which the series has recovered
 * @param aftermath records after an alert's end within which only a higher score begins another
 * @param accepted records without an anomaly after which a trouble that stays is the new normal
 */
public record Hysteresis(long calm, long aftermath, long accepted) {}
