package io.lookback.cli.watch;

import io.lookback.cli.Reasons;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import io.lookback.cli.topic.TopicThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topics that a job writes on a thread of its own, and enters everything in the state of the page. */
public final class Follower implements Health, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Followed topics;
    private final WatchState watchState;
    private final TopicThread thread;
    private final AtomicLong unreadable = new AtomicLong();

    private Follower(TopicReader reader, Followed topics, WatchState watchState) {
        this.topics = topics;
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
        List<String> all = new ArrayList<>(List.of(topics.scores(), topics.alerts()));
        topics.incidents().ifPresent(all::add);
        topics.forecasts().ifPresent(all::add);
        Follower follower = new Follower(TopicReader.openRecent(bootstrap, properties, all, back), topics, watchState);
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
            if (message.topic().equals(topics.alerts())) {
                watchState.alert(OutputKind.ALERTS.decode(message));
            } else if (topics.incidents().filter(message.topic()::equals).isPresent()) {
                watchState.incident(OutputKind.INCIDENTS.decode(message));
            } else if (topics.forecasts().filter(message.topic()::equals).isPresent()) {
                watchState.forecast(OutputKind.FORECASTS.decode(message));
            } else {
                watchState.score(OutputKind.SCORES.decode(message));
            }
        } catch (IOException | RuntimeException other) {
            if (unreadable.getAndIncrement() == 0) {
                LOG.warn("{}-{}@{} cannot be read", message.topic(), message.partition(), message.offset(), other);
            }
        }
    }

    /**
     * The topics that a job writes.
     *
     * @param incidents empty for none
     * @param forecasts of several steps; empty for none
     */
    public record Followed(String scores, String alerts, Optional<String> incidents, Optional<String> forecasts) {

        /** Without incidents and multi-step forecasts. */
        public Followed(String scores, String alerts) {
            this(scores, alerts, Optional.empty(), Optional.empty());
        }
    }
}
