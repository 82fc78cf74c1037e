package io.lookback.cli.demo;

/**
 * A stretch of a series that is known to be anomalous. Kept beside the records, never sent.
 *
 * @param begin event-time ms of its first record
 * @param end event-time ms of its last record
 * @param kind for a person to read
 */
public record Label(String series, long begin, long end, String kind) {}
