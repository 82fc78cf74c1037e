package io.lookback.cli.watch;

import io.lookback.cli.Interruption;
import io.lookback.cli.Reasons;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the topics of scores and alerts on a thread of its own, and enters everything on the board. */
public final class Follower implements Health, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TopicReader reader;
    private final String alerts;
    private final Board board;
    private final Thread thread;
    private volatile long unreadable;
    private volatile boolean closing;
    private volatile @Nullable String failure;

    private Follower(TopicReader reader, String alerts, Board board) {
        this.reader = reader;
        this.alerts = alerts;
        this.board = board;
        this.thread = new Thread(this::follow, "lookback-watch-follower");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to follow.
     *
     * @param properties further properties of Kafka's consumer
     * @param back records of each partition that are there already and are read
     * @throws io.lookback.cli.CliException if there is no such topic
     */
    public static Follower start(
            String bootstrap, Map<String, String> properties, Followed topics, long back, Board board) {
        List<String> both = List.of(topics.scores(), topics.alerts());
        Follower follower =
                new Follower(TopicReader.openRecent(bootstrap, properties, both, back), topics.alerts(), board);
        follower.thread.start();
        return follower;
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        closing = true;
        Interruption.shielded(this::join);
    }

    private void join() {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try (reader) {
            while (!closing) {
                for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                    enter(message);
                }
            }
        } catch (RuntimeException failed) {
            if (!closing && !(failed instanceof InterruptException)) {
                LOG.error("The topics cannot be followed any more", failed);
                failure = Reasons.of(failed);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts, others read.
    private void enter(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (message.topic().equals(alerts)) {
                board.alert(OutputKind.ALERTS.decode(message));
            } else {
                board.score(OutputKind.SCORES.decode(message));
            }
        } catch (IOException | RuntimeException other) {
            if (unreadable++ == 0) {
                LOG.warn("{}-{}@{} cannot be read", message.topic(), message.partition(), message.offset(), other);
            }
        }
    }

    /** The topics that a job writes. */
    public record Followed(String scores, String alerts) {}
}
