package io.lookback.cli.watch;

import io.lookback.cli.Reasons;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import io.lookback.cli.topic.TopicThread;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topics of scores and alerts on a thread of its own, and enters everything in the state of the page. */
public final class Follower implements Health, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final String alerts;
    private final WatchState watchState;
    private final TopicThread thread;
    private final AtomicLong unreadable = new AtomicLong();

    private Follower(TopicReader reader, String alerts, WatchState watchState) {
        this.alerts = alerts;
        this.watchState = watchState;
        this.thread = new TopicThread("lookback-watch-follower", reader, this::enter);
    }

    /**
     * Begins to follow.
     *
     * @param properties further properties of Kafka's consumer
     * @param back records of each partition that are there already and are read
     * @throws io.lookback.cli.CliException if there is no such topic
     */
    public static Follower start(
            String bootstrap, Map<String, String> properties, Followed topics, long back, WatchState watchState) {
        List<String> both = List.of(topics.scores(), topics.alerts());
        Follower follower =
                new Follower(TopicReader.openRecent(bootstrap, properties, both, back), topics.alerts(), watchState);
        follower.thread.start();
        return follower;
    }

    @Override
    public long unreadable() {
        return unreadable.get();
    }

    @Override
    public Optional<String> failure() {
        return thread.failure().map(Reasons::of);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void enter(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.topic().equals(alerts)) {
                watchState.alert(OutputKind.ALERTS.decode(message));
            } else {
                watchState.score(OutputKind.SCORES.decode(message));
            }
        } catch (IOException | RuntimeException other) {
            if (unreadable.getAndIncrement() == 0) {
                LOG.warn("{}-{}@{} cannot be read", message.topic(), message.partition(), message.offset(), other);
            }
        }
    }

    /** The topics that a job writes. */
    public record Followed(String scores, String alerts) {}
}
