package io.lookback.job;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** The connector's reader, which says what to do about a topic that does not have the record that comes next. */
final class TopicReader<T, S extends SourceSplit> implements SourceReader<T, S> {

    private final SourceReader<T, S> reader;

    TopicReader(SourceReader<T, S> reader) {
        this.reader = reader;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        try {
            return reader.pollNext(output);
        } catch (RuntimeException failed) {
            OffsetOutOfRangeException gone = ExceptionUtils.findThrowable(failed, OffsetOutOfRangeException.class)
                    .orElseThrow(() -> failed);
            throw new TopicException(words(gone), gone);
        }
    }

    private static String words(OffsetOutOfRangeException gone) {
        String next = gone.offsetOutOfRangePartitions().entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "offset %d of %s", entry.getValue(), name(entry.getKey())))
                .sorted()
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "The job is to go on at %s, which is not there. If retention was shorter than an outage, set %s to earliest or latest. If the topic was deleted and recreated, start without the checkpoint, with another %s",
                next,
                Key.INPUT_OUT_OF_RANGE,
                Key.INPUT_GROUP);
    }

    private static String name(TopicPartition partition) {
        return String.format(Locale.ROOT, "topic '%s' (partition %d)", partition.topic(), partition.partition());
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public List<S> snapshotState(long checkpoint) {
        return reader.snapshotState(checkpoint);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return reader.isAvailable();
    }

    @Override
    public void addSplits(List<S> splits) {
        reader.addSplits(splits);
    }

    @Override
    public void notifyNoMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        reader.pauseOrResumeSplits(pause, resume);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        reader.notifyCheckpointComplete(checkpoint);
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) throws Exception {
        reader.notifyCheckpointAborted(checkpoint);
    }

    @Override
    public void close() throws Exception {
        reader.close();
    }
}
