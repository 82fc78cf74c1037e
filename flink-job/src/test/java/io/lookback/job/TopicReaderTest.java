package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

    @Test
    void aRecordThatIsNotThereNamesTheTopicAndTheSettings() {
        OffsetOutOfRangeException gone =
                new OffsetOutOfRangeException("FetchPosition{...}", Map.of(new TopicPartition("metrics", 3), 9180L));

        assertThatExceptionOfType(TopicException.class)
                .isThrownBy(() -> poll(new RuntimeException("One or more fetchers", new RuntimeException(gone))))
                .withMessageStartingWith(
                        "The job is to go on at offset 9180 of topic 'metrics' (partition 3), which is")
                .withMessageContainingAll("input.out-of-range", "another input.group")
                .withCause(gone);
    }

    @Test
    void otherFailuresAreLeftAsTheyAre() {
        RuntimeException failure = new IllegalStateException("other");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> poll(failure))
                .isSameAs(failure);
    }

    private static void poll(RuntimeException failure) throws Exception {
        ReaderOutput<String> none = new NoOutput();
        try (TopicReader<String, KafkaPartitionSplit> reader = new TopicReader<>(new Failing(failure))) {
            reader.pollNext(none);
        }
    }

    private record Failing(RuntimeException failure) implements SourceReader<String, KafkaPartitionSplit> {

        @Override
        public InputStatus pollNext(ReaderOutput<String> output) {
            throw failure;
        }

        @Override
        public void start() {}

        @Override
        public List<KafkaPartitionSplit> snapshotState(long checkpoint) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<KafkaPartitionSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }

    private static final class NoOutput implements ReaderOutput<String> {

        @Override
        public void collect(String record) {}

        @Override
        public void collect(String record, long timestamp) {}

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}

        @Override
        public SourceOutput<String> createOutputForSplit(String split) {
            return this;
        }

        @Override
        public void releaseOutputForSplit(String split) {}
    }
}
