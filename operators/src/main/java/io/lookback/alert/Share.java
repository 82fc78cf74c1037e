package io.lookback.alert;

/**
 * What one feature had to do with a finding.
 *
 * @param feature its index
 * @param share of the record's abnormality, 0..1
 * @param deviation of its value from what is usual at that time of the week, zero or more
 */
public record Share(int feature, float share, float deviation) {}
