package io.lookback.job;

import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where results of one kind go.
 *
 * @param fit what stands before the sink, so that nothing comes to it that it cannot write
 */
public record ResultOutput<T>(Sink<T> sink, FitToTopic<T> fit) {}
