package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What people tell the scoring operator while it runs.
 *
 * @param changes in the order in which they were written; each reaches every subtask
 * @param preload of what was in force when a subtask begins
 */
public record ControlInputs(DataStream<ControlChange> changes, ControlPreload preload, ControlLimits limits) {}
