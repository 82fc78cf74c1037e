package io.lookback.event;

/**
 * A past step that a cell attended to when it predicted a record. It shows where the model looked, not why.
 *
 * @param time event-time ms of the step; the record's own time stands for the current step
 * @param weight share of the attention, 0..1
 */
public record AttendedStep(long time, double weight) {}
