package io.lookback.cli.demo;

import io.lookback.event.Features;
import io.lookback.event.Values;

/**
 * What is sent to the topic: no label.
 *
 * @param time event-time ms
 */
public record DemoRecord(String series, long time, Features features, Values values) {}
