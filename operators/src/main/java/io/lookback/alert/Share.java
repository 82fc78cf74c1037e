package io.lookback.alert;

/**
 * What one feature had to do with a finding.
 *
 * @param feature its index
 * @param share of the record's abnormality, 0..1
 */
public record Share(int feature, float share) {}
