package io.lookback.cli.notify;

import io.lookback.cli.notify.Delivery.Answer;
import io.lookback.cli.notify.NotifyConfig.Receiver;
import io.lookback.wire.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one receiver of what the topic says, in order, one request after the other, on a thread of its own and in a
 * consumer group of its own: a receiver that is down delays no other. A request that fails is tried again until it is
 * taken, with pauses that double; meanwhile nothing further is read, so no queue grows: what waits, waits in Kafka. An
 * offset is committed after the delivery, so after a crash something may be told twice and nothing is left out.
 *
 * <p>At its start it first reads what was told before, as far back as {@code look-back}: to know what is open, and what
 * the receiver knows already. Nothing of it is sent again, but open alerts to receivers that want reminders.
 */
final class DeliveryLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NotifyConfig config;
    private final Receiver receiver;
    private final NotifyMetrics metrics;
    private final Delivery delivery;
    private final DeliveredAlerts delivered = new DeliveredAlerts();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> from = new HashMap<>();
    private final Thread thread;
    private volatile boolean ready;
    private volatile boolean closing;
    private volatile @Nullable Exception failure;
    private long reminded = System.nanoTime();
    /** Records that were polled and are not dealt with. */
    private int waiting;

    DeliveryLoop(NotifyConfig config, Receiver receiver, NotifyMetrics metrics) {
        this.config = config;
        this.receiver = receiver;
        this.metrics = metrics;
        metrics.begin(receiver.name());
        this.delivery = new Delivery(config.timeout());
        Map<String, Object> settings = new HashMap<>(config.consumer());
        settings.put("group.id", config.group() + '-' + receiver.name());
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "latest");
        settings.putIfAbsent("max.poll.records", "100");
        settings.putIfAbsent("isolation.level", "read_committed");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "lookback-notify-" + receiver.name());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether it knows from where on it tells. */
    boolean ready() {
        return ready;
    }

    /** Why it ended before it was closed. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        thread.interrupt();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(config.topic()), new Beginning());
            while (!closing) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                waiting = polled.count();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    take(record);
                    if (closing) {
                        return;
                    }
                    waiting--;
                }
                remind();
                measure();
            }
        } catch (WakeupException | InterruptException | InterruptedException stopped) {
            LOG.info("Delivery to {} stopped", receiver.name());
        } catch (RuntimeException failed) {
            LOG.error("Delivery to {} failed", receiver.name(), failed);
            failure = failed;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        boolean old = record.offset() < from.getOrDefault(partition, 0L);
        Optional<Notice> read = read(record, old);
        if (read.isPresent()) {
            tell(read.get(), old);
        }
        if (!old) {
            commit(partition, record.offset() + 1);
        }
    }

    private Optional<Notice> read(ConsumerRecord<byte[], byte[]> record, boolean old) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            Notice notice = config.what().read(record);
            count(old, metrics.records);
            return Optional.of(notice);
        } catch (IOException | RuntimeException e) {
            count(old, metrics.unreadable);
            LOG.warn(
                    "{}-{}@{} is not delivered: it cannot be read",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
            return Optional.empty();
        }
    }

    private void tell(Notice notice, boolean old) throws InterruptedException {
        DeliveredAlerts.Change change = delivered.compare(notice);
        if (notice.suppressed()) {
            count(old, metrics.suppressed);
        } else if (change == DeliveredAlerts.Change.KNOWN) {
            count(old, metrics.repeated);
        } else {
            if (!old) {
                receiver.target()
                        .message(notice, change == DeliveredAlerts.Change.FIRST, Instant.now())
                        .ifPresent(this::insist);
            }
            if (!closing) {
                delivered.enter(notice);
            }
        }
    }

    private void count(boolean old, io.prometheus.client.Counter counter) {
        if (!old) {
            counter.labels(receiver.name()).inc();
        }
    }

    /** Until it is taken, refused for good, or somebody stops this. */
    private void insist(Message message) {
        long pause = config.firstPause().toMillis();
        while (!closing) {
            Answer answer = attempt(message);
            if (answer.outcome() != Delivery.Outcome.FAILED) {
                return;
            }
            long wait = Math.max(pause, answer.pause().orElse(0));
            LOG.warn("{} does not accept a message; next attempt in {} ms: {}", receiver.name(), wait, answer.reason());
            stayInGroup(Math.min(wait, config.longestPause().toMillis()));
            pause = Math.min(2 * pause, config.longestPause().toMillis());
        }
    }

    private Answer attempt(Message message) {
        Answer answer;
        try {
            answer = delivery.send(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed("stopped");
        }
        switch (answer.outcome()) {
            case DELIVERED -> {
                metrics.delivered.labels(receiver.name()).inc();
                metrics.lastDelivery.labels(receiver.name()).setToCurrentTime();
            }
            case FAILED -> metrics.failed.labels(receiver.name()).inc();
            case REFUSED -> {
                metrics.refused.labels(receiver.name()).inc();
                LOG.error("{} refuses a message for good; it is skipped: {}", receiver.name(), answer.reason());
            }
        }
        return answer;
    }

    /** Kafka takes a consumer that does not poll for dead. */
    private void stayInGroup(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        consumer.pause(consumer.assignment());
        while (!closing && System.nanoTime() < until) {
            consumer.poll(Duration.ofMillis(Math.min(millis, POLL.toMillis())));
            consumer.pause(consumer.assignment());
            measure();
        }
        consumer.resume(consumer.assignment());
    }

    private void remind() {
        if (System.nanoTime() - reminded < config.repetition().toNanos()) {
            return;
        }
        reminded = System.nanoTime();
        Collection<Notice> open = delivered.open(Instant.now().minus(config.lookBack()));
        metrics.open.labels(receiver.name()).set(open.size());
        receiver.target().reminder(open, Instant.now()).ifPresent(this::attempt);
    }

    private void measure() {
        long lag = waiting;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong behind = consumer.currentLag(partition);
            lag += behind.orElse(0);
        }
        metrics.lag.labels(receiver.name()).set(lag);
    }

    private void commit(TopicPartition partition, long next) {
        if (closing) {
            return;
        }
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
        } catch (InterruptException | WakeupException stopped) {
            throw stopped;
        } catch (KafkaException lost) {
            LOG.warn(
                    "{}: {} may be delivered again: {}",
                    receiver.name(),
                    partition,
                    Printable.line(String.valueOf(lost.getMessage())));
        }
    }

    /** Goes back to what was told before. */
    private final class Beginning implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Every delivery is committed at once.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            long since = Math.max(0, Instant.now().minus(config.lookBack()).toEpochMilli());
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since));
            Map<TopicPartition, OffsetAndTimestamp> earlier = consumer.offsetsForTimes(times);
            for (TopicPartition partition : partitions) {
                long next = consumer.position(partition);
                from.put(partition, next);
                // Of a new group: what comes while nobody reads is to be told later
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
                OffsetAndTimestamp back = earlier.get(partition);
                if (back != null && back.offset() < next) {
                    consumer.seek(partition, back.offset());
                }
                ready = true;
                LOG.info(
                        "{}: {}",
                        receiver.name(),
                        String.format(Locale.ROOT, "%s is delivered from offset %d on", partition, next));
            }
        }
    }
}
