package io.lookback.cli.topic;

import io.lookback.cli.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topics on a thread of its own until it is closed or something fails; closes the reader then. */
public final class TopicThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicThread.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TopicReader reader;
    private final Handler handler;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Exception failure;

    public TopicThread(String name, TopicReader reader, Handler handler) {
        this.reader = reader;
        this.handler = handler;
        this.thread = new Thread(this::follow, name);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Why it ended before it was closed. */
    public Optional<Exception> failure() {
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
                    handler.take(message);
                }
            }
        } catch (IOException | RuntimeException failed) {
            if (!closing && !(failed instanceof InterruptException)) {
                LOG.error("The topics cannot be read any longer", failed);
                failure = failed;
            }
        }
    }

    /** Takes records in the order of their partitions. */
    public interface Handler {

        /** @throws IOException if there is no sense in going on */
        void take(ConsumerRecord<byte[], byte[]> message) throws IOException;
    }
}
