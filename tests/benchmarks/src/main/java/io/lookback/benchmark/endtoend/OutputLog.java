package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic of one partition, asked now and then; it reads hardly anything, so the run beside it is not disturbed. */
final class OutputLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ATTEMPTS = 100;

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;

    OutputLog(String bootstrap, String topic) {
        this.partition = new TopicPartition(topic, 0);
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "max.partition.fetch.bytes", 1 << 15, "max.poll.records", 1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
    }

    /** Records that the topic has. */
    long size() {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /** The stamp of the record at this offset, ms since the epoch. */
    long stampOf(long offset) {
        consumer.seek(partition, offset);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.timestamp();
            }
        }
        throw new IllegalStateException(String.format(
                Locale.ROOT,
                "%s has no record %d within %s, its size is %d",
                partition,
                offset,
                POLL.multipliedBy(ATTEMPTS),
                size()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
