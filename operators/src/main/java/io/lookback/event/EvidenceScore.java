package io.lookback.event;

/**
 * How unusual one kind of evidence found a value.
 *
 * @param name of the evidence, as the documentation of detection lists it
 * @param value zero or more, in the evidence's own unit
 */
public record EvidenceScore(String name, double value) {}
