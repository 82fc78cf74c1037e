package io.lookback.cli.topic;

import io.lookback.cli.CliException;
import io.lookback.wire.Polls;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of topics, outside any consumer group. One thread. */
public final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * @param properties further properties of Kafka's consumer, such as those for security
     * @param fromBeginning whether records that are there already are read
     */
    public static TopicReader open(
            String bootstrap, Map<String, String> properties, Collection<String> topics, boolean fromBeginning) {
        return openRecent(bootstrap, properties, topics, fromBeginning ? Long.MAX_VALUE : 0);
    }

    /**
     * @param properties further properties of Kafka's consumer, such as those for security
     * @param records of each partition that are there already and are read, the latest ones
     */
    public static TopicReader openRecent(
            String bootstrap, Map<String, String> properties, Collection<String> topics, long records) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, properties);
        try {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(consumer, bootstrap, topic).stream())
                    .toList();
            consumer.assign(partitions);
            seek(consumer, partitions, records);
            return new TopicReader(consumer);
        } catch (RuntimeException failed) {
            consumer.close();
            throw failed;
        }
    }

    /** Whether there is such a topic that may be seen. */
    public static boolean exists(String bootstrap, Map<String, String> properties, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, properties)) {
            return consumer.listTopics().containsKey(topic);
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException failed) {
            throw new CliException(
                    String.format(Locale.ROOT, "The topics at %s cannot be listed: %s", bootstrap, failed.getMessage()),
                    failed);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, Map<String, String> properties) {
        Map<String, Object> settings = Polls.reader();
        settings.putAll(properties);
        settings.put("bootstrap.servers", bootstrap);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Records that arrived, perhaps none. */
    public ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        return consumer.poll(patience);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static void seek(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, long records) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions).forEach((partition, end) -> {
            long begin = first.getOrDefault(partition, 0L);
            consumer.seek(partition, end - Math.min(records, end - begin));
        });
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String bootstrap, String topic) {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            if (!partitions.isEmpty()) {
                return partitions;
            }
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException failed) {
            throw new CliException(
                    String.format(
                            Locale.ROOT, "Topic '%s' at %s cannot be read: %s", topic, bootstrap, failed.getMessage()),
                    failed);
        }
        throw new CliException(String.format(
                Locale.ROOT, "There is no topic '%s' at %s. Name the topic that the job writes.", topic, bootstrap));
    }
}
