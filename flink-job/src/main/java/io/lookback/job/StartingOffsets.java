package io.lookback.job;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Where partitions begin, and what becomes of one whose next record the topic no longer has. */
final class StartingOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1L;

    private final OffsetsInitializer start;
    private final OffsetResetStrategy outOfRange;

    StartingOffsets(OffsetsInitializer start, InputSpec.OutOfRange outOfRange) {
        this.start = start;
        this.outOfRange = switch (outOfRange) {
            case FAIL -> OffsetResetStrategy.NONE;
            case EARLIEST -> OffsetResetStrategy.EARLIEST;
            case LATEST -> OffsetResetStrategy.LATEST;
        };
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever brokers) {
        return start.getPartitionOffsets(partitions, brokers);
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return outOfRange;
    }
}
