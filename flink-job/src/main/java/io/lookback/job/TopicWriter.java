package io.lookback.job;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A writer whose failures name their topic, and which never fails to close.
 *
 * <p>The connector's writer reports what its topic refuses at the next write or flush, and what it learns after that when
 * it is closed. Flink takes an exception from the cleanup of a task that has failed or was canceled for a fatal error and
 * ends the TaskManager: the job cannot restart, and the first failure is lost.
 *
 * <p>Nothing is lost by a close that fails. What a checkpoint, a savepoint or the end of the input covers was flushed, and
 * failed there if it failed. What was written since is written again after the restart, and the transaction that held it
 * is aborted.
 */
final class TopicWriter<T>
        implements StatefulSinkWriter<T, KafkaWriterState>, CommittingSinkWriter<T, KafkaCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);

    private final PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer;
    private final String topic;
    private final @Nullable String transactionPrefix;

    /** @param transactionPrefix of the job's transactions; null without any */
    TopicWriter(
            PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer,
            String topic,
            @Nullable String transactionPrefix) {
        this.writer = writer;
        this.topic = topic;
        this.transactionPrefix = transactionPrefix;
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        try {
            writer.write(record, context);
        } catch (IOException | KafkaException failed) {
            throw named(failed);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        try {
            writer.flush(endOfInput);
        } catch (IOException | KafkaException failed) {
            throw named(failed);
        }
    }

    /** The connector's own exceptions between this one and the broker's answer name objects and no topic. */
    private TopicException named(Exception failed) {
        Throwable cause = ExceptionUtils.findThrowable(failed, KafkaException.class)
                .<Throwable>map(answer -> answer)
                .orElse(failed);
        return new TopicException(message(failed, cause), cause);
    }

    private String message(Exception failed, Throwable cause) {
        if (among(failed, UnknownTopicOrPartitionException.class)) {
            return String.format(
                    Locale.ROOT,
                    "The brokers have no topic '%s' any more. Create it again, for example with `lookback topics create`: %s",
                    topic,
                    cause.getMessage());
        }
        boolean fenced =
                among(failed, ProducerFencedException.class) || among(failed, InvalidProducerEpochException.class);
        return String.format(
                Locale.ROOT,
                "Topic '%s' does not take what is written to it: %s",
                topic,
                transactionPrefix != null && fenced ? fencing(cause, transactionPrefix) : cause.getMessage());
    }

    private static boolean among(Exception failed, Class<? extends Throwable> cause) {
        return ExceptionUtils.findThrowable(failed, cause).isPresent();
    }

    private static String fencing(Throwable cause, String prefix) {
        return String.format(
                Locale.ROOT,
                "Another producer with the transaction prefix '%s' took the transaction over, or the brokers ended it"
                        + " after delivery.transaction-timeout (%s). If two jobs have this prefix, set"
                        + " delivery.transaction-prefix or name of one of them to another value",
                prefix,
                cause.getMessage());
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        writer.writeWatermark(watermark);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
        return writer.prepareCommit();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpoint) throws IOException {
        return writer.snapshotState(checkpoint);
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (InterruptedException canceled) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            LOG.warn("The writer of topic '{}' failed to close", topic, failed);
        }
    }
}
