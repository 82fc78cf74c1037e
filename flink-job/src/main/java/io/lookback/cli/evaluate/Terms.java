package io.lookback.cli.evaluate;

/**
 * What detectors are judged by.
 *
 * @param buffer largest of VUS-PR, rows
 * @param falseAlarmsPerDay that are allowed for each series, all under one threshold
 * @param slot consecutive rows that make one false alarm, however many of them are detected
 */
public record Terms(int buffer, double falseAlarmsPerDay, int slot) {}
