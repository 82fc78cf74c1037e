package io.lookback.cli.notify;

import io.lookback.cli.notify.Delivery.Answer;
import io.lookback.cli.notify.NotifyConfig.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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
    private final TopicSubscription topic;
    private final Thread thread;
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
        this.topic = new TopicSubscription(config, receiver, metrics);
        this.thread = new Thread(this::run, "lookback-notify-" + receiver.name());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String name() {
        return receiver.name();
    }

    /** Whether it knows from where on it tells. */
    boolean ready() {
        return topic.ready();
    }

    /** Why it ended before it was closed. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        // First the interrupt, for it must not reach a thread that leaves the group already
        thread.interrupt();
        closing = true;
        topic.wakeup();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (topic) {
            topic.begin();
            while (!closing) {
                ConsumerRecords<byte[], byte[]> polled = topic.next(POLL);
                waiting = polled.count();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    if (topic.holds(record)) {
                        take(record);
                    }
                    if (closing) {
                        return;
                    }
                    waiting--;
                    remind();
                }
                topic.commit(polled);
                remind();
                measure();
            }
        } catch (WakeupException | InterruptException stopped) {
            LOG.info("Delivery to {} stopped", receiver.name());
        } catch (RuntimeException failed) {
            LOG.error("Delivery to {} failed", receiver.name(), failed);
            failure = failed;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        boolean old = topic.told(record);
        Optional<Notice> read = read(record, old);
        boolean settled = read.isEmpty() || tell(read.get(), record, old);
        if (settled && !old) {
            topic.commit(record);
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

    /** Returns false if that is left to another process, or to the next start. */
    private boolean tell(Notice notice, ConsumerRecord<byte[], byte[]> record, boolean old) {
        DeliveredAlerts.Change change = delivered.compare(notice);
        if (notice.suppressed()) {
            count(old, metrics.suppressed);
            return true;
        }
        if (change == DeliveredAlerts.Change.KNOWN) {
            count(old, metrics.repeated);
            return true;
        }
        boolean told = old
                || message(notice, change == DeliveredAlerts.Change.FIRST)
                        .map(message -> insist(message, record))
                        .orElse(true);
        if (told) {
            delivered.enter(notice, record.partition());
        }
        return told;
    }

    private Optional<Message> message(Notice notice, boolean first) {
        try {
            return receiver.target().message(notice, first, Instant.now());
        } catch (RuntimeException unfit) {
            metrics.refused.labels(receiver.name()).inc();
            LOG.error("No message to {} can be made of {}; it is skipped", receiver.name(), notice.id(), unfit);
            return Optional.empty();
        }
    }

    private void count(boolean old, io.prometheus.client.Counter counter) {
        if (!old) {
            counter.labels(receiver.name()).inc();
        }
    }

    /** Until it is taken, refused for good, or no longer for this process to tell: then false. */
    private boolean insist(Message message, ConsumerRecord<byte[], byte[]> record) {
        long pause = config.firstPause().toMillis();
        while (!closing && topic.holds(record)) {
            Answer answer = attempt(message);
            if (answer.outcome() != Delivery.Outcome.FAILED) {
                return true;
            }
            long wait = Math.max(pause, answer.pause().orElse(0));
            LOG.warn("{} does not accept a message; next attempt in {} ms: {}", receiver.name(), wait, answer.reason());
            await(Math.min(wait, config.longestPause().toMillis()), record);
            pause = Math.min(2 * pause, config.longestPause().toMillis());
        }
        return false;
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

    private void await(long millis, ConsumerRecord<byte[], byte[]> record) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!closing && topic.holds(record) && System.nanoTime() < until) {
            topic.await(Duration.ofMillis(Math.min(millis, POLL.toMillis())));
            remind();
            measure();
        }
    }

    private void remind() {
        if (System.nanoTime() - reminded < config.repetition().toNanos()) {
            return;
        }
        reminded = System.nanoTime();
        Collection<Notice> open = delivered.open(Instant.now().minus(config.lookBack()), topic::assigned);
        metrics.open.labels(receiver.name()).set(open.size());
        receiver.target().reminder(open, Instant.now()).ifPresent(this::attempt);
    }

    private void measure() {
        metrics.lag.labels(receiver.name()).set(waiting + topic.lag());
    }
}
