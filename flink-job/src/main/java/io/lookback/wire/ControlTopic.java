package io.lookback.wire;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlPreload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The control topic as a whole: a compacted one keeps the last record of each id, so it is read from end to end. */
public final class ControlTopic implements ControlPreload {

    private static final long serialVersionUID = 1;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Properties consumer;
    private final String topic;
    private final Duration patience;

    /**
     * @param consumer properties of Kafka's consumer, with the brokers
     * @param patience with brokers that send nothing
     */
    public ControlTopic(Properties consumer, String topic, Duration patience) {
        this.consumer = new Properties();
        this.consumer.putAll(consumer);
        this.topic = topic;
        this.patience = patience;
    }

    @Override
    public ControlContent load() throws IOException {
        Read read = read();
        List<ControlChange> changes = read.records().changes();
        Set<String> unfit = new HashSet<>();
        for (Rejection record : read.records().unfit()) {
            ControlDecoder.id(record.payload()).ifPresent(unfit::add);
        }
        changes.forEach(change -> unfit.remove(change.id()));
        return new ControlContent(
                changes.stream().filter(change -> change.entry() != null).toList(), unfit, read.ends());
    }

    /**
     * What all records say that the topic holds now, in the order of partition and offset.
     *
     * @throws IOException if there is no such topic, or the brokers do not send it
     */
    public Read read() throws IOException {
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(reader);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            Map<TopicPartition, ControlRecords> records = records(reader, ends);
            ControlRecords all = new ControlRecords();
            partitions.forEach(partition -> all.addAll(records.getOrDefault(partition, new ControlRecords())));
            Map<Integer, Long> offsets = new TreeMap<>();
            ends.forEach((partition, end) -> offsets.put(partition.partition(), end));
            return new Read(all, offsets);
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException e) {
            throw new IOException(
                    String.format(Locale.ROOT, "The control topic '%s' cannot be read: %s", topic, e.getMessage()), e);
        }
    }

    private Map<TopicPartition, ControlRecords> records(
            KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) throws IOException {
        ControlDecoder decoder = new ControlDecoder();
        Map<TopicPartition, ControlRecords> records = new HashMap<>();
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                heard = System.nanoTime();
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records.computeIfAbsent(partition, first -> new ControlRecords())
                            .add(decoder.decode(KafkaRecords.origin(record), KafkaRecords.payload(record)));
                }
            }
            if (System.nanoTime() - heard > patience.toNanos()) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "The brokers sent nothing of the control topic '%s' for %d s. Check that all of its partitions have a leader.",
                        topic,
                        patience.toSeconds()));
            }
        }
        return records;
    }

    private List<TopicPartition> partitions(KafkaConsumer<?, ?> reader) throws IOException {
        List<PartitionInfo> found = reader.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "There is no control topic '%s'. Create it, compacted, or add a first rule with `lookback rules add`.",
                    topic));
        }
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .toList();
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(consumer);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(Polls.MOST_RECORDS, Polls.FEW);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(patience.toMillis()));
        return settings;
    }

    /**
     * What the topic held.
     *
     * @param ends first offset of each partition that was not read
     */
    public record Read(ControlRecords records, Map<Integer, Long> ends) {

        public Read {
            ends = Map.copyOf(ends);
        }
    }
}
