package io.lookback.cli.notify;

import io.lookback.cli.Interruption;
import io.lookback.cli.notify.NotifyConfig.Receiver;
import io.lookback.wire.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic as the consumer group of one target reads it. It decides which record comes next, because Kafka's
 * {@code auto.offset.reset} has one answer for cases that need different ones:
 *
 * <ul>
 *   <li>A new group, one without any committed offset, begins at the end of the topic. The ends of all partitions are
 *       committed before the process joins the group. Kafka refuses that once the group has a member, so a second process
 *       moves nothing.
 *   <li>A partition that is added later, or of a topic that is created again, begins at its first record.
 *   <li>A partition that ends before the committed offset is read from its beginning: those records are other ones.
 *   <li>If retention removed what comes next, the first record left comes next, and the lost offsets are counted.
 * </ul>
 *
 * <p>What was told before, as far back as {@code look-back}, is read again when a partition is assigned. Used by one
 * thread, but for {@link #ready()} and {@link #wakeup()}.
 */
final class TopicSubscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSubscription.class);

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final NotifyConfig config;
    private final String target;
    private final NotifyMetrics metrics;
    private final Map<String, Object> settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    /** Where delivery began when the partition was assigned; what is before it was told. */
    private final Map<TopicPartition, Long> from = new HashMap<>();
    /** The last offset that was committed. */
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    /** Since the last poll: whoever has them now reads them from the committed offset. */
    private final Set<TopicPartition> revoked = new HashSet<>();

    private volatile boolean ready;

    TopicSubscription(NotifyConfig config, Receiver receiver, NotifyMetrics metrics) {
        this.config = config;
        this.target = receiver.name();
        this.metrics = metrics;
        this.settings = new HashMap<>(config.consumer());
        settings.put("group.id", config.group() + '-' + target);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "none");
        settings.putIfAbsent("max.poll.records", "100");
        settings.putIfAbsent("isolation.level", "read_committed");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Joins the group. */
    void begin() {
        Set<TopicPartition> partitions = consumer.partitionsFor(config.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        if (consumer.committed(partitions).values().stream().allMatch(Objects::isNull)) {
            beginAtTheEnd(partitions);
        }
        consumer.subscribe(List.of(config.topic()), new Positions());
    }

    private void beginAtTheEnd(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        try {
            consumer.commitSync(ends);
            LOG.info("{} has a new group, which begins at the end of {}", target, config.topic());
        } catch (CommitFailedException joined) {
            LOG.info("{}: another process of the group chose its beginning", target);
        }
    }

    /** Whether the first partitions were assigned. */
    boolean ready() {
        return ready;
    }

    /** Returns the next records. Those before are dealt with. */
    ConsumerRecords<byte[], byte[]> next(Duration longest) {
        ConsumerRecords<byte[], byte[]> polled = poll(longest);
        revoked.clear();
        return polled;
    }

    /** Waits as a member of the group, for Kafka takes a consumer that does not poll for dead. Nothing is read. */
    void await(Duration pause) {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> early = poll(pause);
        // Of partitions that were assigned in this poll, and so are not paused: they are to come again
        early.partitions()
                .forEach(partition ->
                        consumer.seek(partition, early.records(partition).get(0).offset()));
        consumer.resume(consumer.assignment());
    }

    private ConsumerRecords<byte[], byte[]> poll(Duration longest) {
        try {
            return consumer.poll(longest);
        } catch (OffsetOutOfRangeException gone) {
            consumer.beginningOffsets(gone.partitions())
                    .forEach((partition, first) ->
                            goOn(partition, gone.offsetOutOfRangePartitions().getOrDefault(partition, first), first));
            return ConsumerRecords.empty();
        }
    }

    private void goOn(TopicPartition partition, long position, long first) {
        long due = Math.max(position, from.getOrDefault(partition, position));
        if (first > due) {
            metrics.lost.labels(target).inc(first - due);
            LOG.error(
                    "{}: up to {} records of {} are lost, from offset {} on: Kafka removed them before they were delivered",
                    target,
                    first - due,
                    partition,
                    due);
        } else if (first < position) {
            from.put(partition, first);
            beginAgain(partition, position, first);
        }
        consumer.seek(partition, first);
    }

    private void beginAgain(TopicPartition partition, long position, long first) {
        LOG.warn("{}: {} ends before offset {}: it is read from its beginning", target, partition, position);
        commit(partition, first);
    }

    /** Whether the record is still for this process to tell, after all that happened since it was polled. */
    boolean holds(ConsumerRecord<byte[], byte[]> record) {
        return !revoked.contains(partition(record));
    }

    boolean assigned(int partition) {
        return consumer.assignment().contains(new TopicPartition(config.topic(), partition));
    }

    /** Whether the record was told before the partition was assigned. */
    boolean told(ConsumerRecord<byte[], byte[]> record) {
        return record.offset() < from.getOrDefault(partition(record), 0L);
    }

    /** The record is dealt with. */
    void commit(ConsumerRecord<byte[], byte[]> record) {
        commit(partition(record), record.offset() + 1);
    }

    /**
     * All that was polled is dealt with. What follows the last record may be aborted, or the marker of a transaction: it is
     * not delivered, so retention may remove it without a loss.
     */
    void commit(ConsumerRecords<byte[], byte[]> polled) {
        polled.nextOffsets().forEach((partition, next) -> {
            if (!revoked.contains(partition) && next.offset() > committed.getOrDefault(partition, Long.MAX_VALUE)) {
                commit(partition, next.offset());
            }
        });
    }

    private void commit(TopicPartition partition, long next) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
            committed.put(partition, next);
        } catch (InterruptException | WakeupException stopped) {
            throw stopped;
        } catch (KafkaException lost) {
            LOG.warn(
                    "{}: {} may be delivered again: {}",
                    target,
                    partition,
                    Printable.line(String.valueOf(lost.getMessage())));
        }
    }

    /** Returns how many records were not polled yet. */
    long lag() {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
    }

    void wakeup() {
        consumer.wakeup();
    }

    /** Leaves the group, also on a thread that was interrupted: other processes get the partitions at once. */
    @Override
    public void close() {
        Interruption.shielded(() -> consumer.close(CloseOptions.timeout(FAREWELL)));
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private final class Positions implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoked.addAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            long since = Math.max(0, Instant.now().minus(config.lookBack()).toEpochMilli());
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since));
            Map<TopicPartition, OffsetAndTimestamp> earlier = consumer.offsetsForTimes(times);
            resumed(partitions).forEach((partition, next) -> {
                from.put(partition, next);
                committed.put(partition, next);
                OffsetAndTimestamp back = earlier.get(partition);
                consumer.seek(partition, back == null ? next : Math.min(back.offset(), next));
                ready = true;
                LOG.info("{}: {} is delivered from offset {} on", target, partition, next);
            });
        }

        private Map<TopicPartition, Long> resumed(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> next = new HashMap<>();
            Set<TopicPartition> added = new HashSet<>();
            consumer.committed(Set.copyOf(partitions)).forEach((partition, committed) -> {
                if (committed == null) {
                    added.add(partition);
                } else {
                    next.put(partition, committed.offset());
                }
            });
            consumer.beginningOffsets(added).forEach((partition, first) -> {
                next.put(partition, first);
                commit(partition, first);
            });
            Set<TopicPartition> beyond = beyondTheEnd(next);
            consumer.beginningOffsets(beyond)
                    .forEach((partition, first) -> beginAgain(partition, next.put(partition, first), first));
            return next;
        }

        private Set<TopicPartition> beyondTheEnd(Map<TopicPartition, Long> next) {
            Set<TopicPartition> suspects = beyond(next, consumer.endOffsets(next.keySet()));
            if (suspects.isEmpty()) {
                return suspects;
            }
            // Tools commit the end of the log, which is beyond the end that is read while a transaction is open
            Map<String, Object> uncommitted = new HashMap<>(settings);
            uncommitted.put("isolation.level", "read_uncommitted");
            try (var reader =
                    new KafkaConsumer<>(uncommitted, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                return beyond(next, reader.endOffsets(suspects));
            }
        }

        private static Set<TopicPartition> beyond(Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
            return ends.keySet().stream()
                    .filter(partition -> next.getOrDefault(partition, 0L) > ends.getOrDefault(partition, 0L))
                    .collect(Collectors.toSet());
        }
    }
}
