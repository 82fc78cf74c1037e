package io.lookback.job;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** What the consumer group committed; the earliest record of a partition for which it committed nothing. */
final class GroupOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1L;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever brokers) {
        Map<TopicPartition, Long> committed = brokers.committedOffsets(partitions);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition ->
                offsets.put(partition, committed.getOrDefault(partition, KafkaPartitionSplit.EARLIEST_OFFSET)));
        return offsets;
    }

    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.EARLIEST;
    }
}
