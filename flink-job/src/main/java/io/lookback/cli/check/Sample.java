package io.lookback.cli.check;

import io.lookback.cli.CliException;
import io.lookback.job.InputTopics;
import io.lookback.job.JobConfig;
import io.lookback.wire.Polls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The latest records of topics.
 *
 * @param records in the order of their partitions
 * @param partitions of all the topics
 * @param leftOut records that were asked for and did not fit into the memory that a sample may take
 */
public record Sample(List<ConsumerRecord<byte[], byte[]>> records, int partitions, int leftOut) {

    /** The part of the heap that records may take: parsed, they take up to ten times as much. */
    private static final int PART_OF_HEAP = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCHED = 8 << 20;

    /**
     * Those of a job's topics.
     *
     * @param most records of all partitions together
     */
    public static Sample read(JobConfig job, int most) {
        Map<String, String> client = new HashMap<>();
        job.kafka().consumer().forEach((key, value) -> client.put(String.valueOf(key), String.valueOf(value)));
        client.put("bootstrap.servers", job.kafka().servers());
        return read(client, job.input().topics(), most);
    }

    private static Sample read(Map<String, String> properties, InputTopics topics, int most) {
        Map<String, Object> settings = Polls.reader();
        settings.put("fetch.max.bytes", Integer.toString(FETCHED));
        settings.putAll(properties);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    partitions(consumer, topics.among(consumer.listTopics().keySet()));
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> shares = shares(consumer.beginningOffsets(partitions), ends, most);
            shares.forEach((partition, share) -> consumer.seek(partition, ends.getOrDefault(partition, 0L) - share));
            LatestRecords latest = drain(consumer, ends);
            return new Sample(latest.records(), partitions.size(), latest.leftOut());
        } catch (InterruptException stopped) {
            throw stopped;
        } catch (KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "Topics %s at %s cannot be read: %s",
                            topics,
                            properties.get("bootstrap.servers"),
                            cause.getMessage()),
                    failed);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics) {
            var found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new CliException(String.format(Locale.ROOT, "There is no topic '%s'.", topic));
            }
            found.forEach(partition -> all.add(new TopicPartition(partition.topic(), partition.partition())));
        }
        return all;
    }

    /** The same from each partition, as far as it has as many; what one lacks goes to the larger ones. */
    private static Map<TopicPartition, Long> shares(
            Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, long most) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        ends.forEach((partition, end) -> sizes.put(partition, end - begins.getOrDefault(partition, 0L)));
        List<TopicPartition> smallestFirst = new ArrayList<>(sizes.keySet());
        smallestFirst.sort(Comparator.comparing(sizes::get));
        Map<TopicPartition, Long> shares = new HashMap<>();
        long left = most;
        for (int i = 0; i < smallestFirst.size(); i++) {
            int others = smallestFirst.size() - i;
            long share = Math.min(sizes.getOrDefault(smallestFirst.get(i), 0L), (left + others - 1) / others);
            shares.put(smallestFirst.get(i), share);
            left -= share;
        }
        return shares;
    }

    private static LatestRecords drain(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        LatestRecords read = new LatestRecords(room());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    read.add(record);
                }
            }
        }
        return read;
    }

    /** What to tell a person of records that were left out; empty if there are none. */
    public Optional<String> note() {
        return leftOut == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d more records were left out, the oldest: a sample may take %,d MB, a %dnd of the memory. Give more with LOOKBACK_JAVA_OPTS=-Xmx4g.",
                        leftOut,
                        room() >> 20,
                        PART_OF_HEAP));
    }

    private static long room() {
        return Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    }
}
