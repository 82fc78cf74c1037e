package io.lookback.cli.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The latest records of partitions that fit into some memory. The partition that takes most gives way. One thread. */
final class LatestRecords {

    /** Of a record beside its key and value, in bytes. */
    private static final int OVERHEAD = 256;

    private static final Comparator<ConsumerRecord<?, ?>> ORDER = Comparator.<ConsumerRecord<?, ?>, String>comparing(
                    ConsumerRecord::topic)
            .thenComparingInt(ConsumerRecord::partition)
            .thenComparingLong(ConsumerRecord::offset);

    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final long room;
    private long bytes;
    private int leftOut;

    /** @param room in bytes; the latest record of all is kept whatever its size */
    LatestRecords(long room) {
        this.room = room;
    }

    /** Takes the next record of its partition. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        long size = size(record);
        while (bytes > 0 && bytes + size > room) {
            bytes -= Collections.max(partitions.values(), Partition.BY_BYTES).removeFirst();
            leftOut++;
        }
        partitions
                .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new Partition())
                .add(record);
        bytes += size;
    }

    /** In the order of their partitions. */
    List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        partitions.values().forEach(partition -> all.addAll(partition.records));
        all.sort(ORDER);
        return all;
    }

    /** Records that had to give way. */
    int leftOut() {
        return leftOut;
    }

    private static long size(ConsumerRecord<?, ?> record) {
        return OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static final class Partition {

        private static final Comparator<Partition> BY_BYTES = Comparator.comparingLong(partition -> partition.bytes);

        private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
        private long bytes;

        private void add(ConsumerRecord<byte[], byte[]> record) {
            records.add(record);
            bytes += size(record);
        }

        /** Returns its size. */
        private long removeFirst() {
            long size = size(records.removeFirst());
            bytes -= size;
            return size;
        }
    }
}
