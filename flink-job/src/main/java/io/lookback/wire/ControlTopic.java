package io.lookback.wire;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlPreload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.types.Either;
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
        Map<String, ControlChange> last = new LinkedHashMap<>();
        Set<String> unfit = new HashSet<>();
        for (Either<Rejection, ControlChange> record : read.records()) {
            if (record.isRight()) {
                last.remove(record.right().id());
                last.put(record.right().id(), record.right());
            } else {
                ControlDecoder.id(record.left().payload()).ifPresent(unfit::add);
            }
        }
        unfit.removeAll(last.keySet());
        List<ControlChange> inForce =
                last.values().stream().filter(change -> change.entry() != null).toList();
        return new ControlContent(inForce, unfit, read.ends());
    }

    /**
     * All records that the topic holds now, in the order of partition and offset.
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
            Map<TopicPartition, List<Either<Rejection, ControlChange>>> records = records(reader, ends);
            Map<Integer, Long> offsets = new TreeMap<>();
            ends.forEach((partition, end) -> offsets.put(partition.partition(), end));
            return new Read(
                    partitions.stream()
                            .flatMap(
                                    partition -> Optional.ofNullable(records.get(partition)).orElse(List.of()).stream())
                            .toList(),
                    offsets);
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException e) {
            throw new IOException(
                    String.format(Locale.ROOT, "The control topic '%s' cannot be read: %s", topic, e.getMessage()), e);
        }
    }

    private Map<TopicPartition, List<Either<Rejection, ControlChange>>> records(
            KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Long> ends) throws IOException {
        ControlDecoder decoder = new ControlDecoder();
        Map<TopicPartition, List<Either<Rejection, ControlChange>>> records = new LinkedHashMap<>();
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                heard = System.nanoTime();
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records.computeIfAbsent(partition, first -> new ArrayList<>())
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
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(patience.toMillis()));
        return settings;
    }

    /**
     * What the topic held.
     *
     * @param records in the order of partition and offset
     * @param ends first offset of each partition that was not read
     */
    public record Read(List<Either<Rejection, ControlChange>> records, Map<Integer, Long> ends) {

        public Read {
            records = List.copyOf(records);
            ends = Map.copyOf(ends);
        }
    }
}
