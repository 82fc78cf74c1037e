package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class TopicWriterTest {

    private final TopicWriter<String> writer =
            new TopicWriter<>(new Refused(new RecordTooLargeException("too large")), "scores");

    @Test
    void failuresNameTheTopicAndTheAnswerOfTheBroker() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> writer.flush(false))
                .withMessage("Topic 'scores' does not take what is written to it: too large")
                .havingCause()
                .isInstanceOf(RecordTooLargeException.class)
                .withMessage("too large");
    }

    @Test
    void aTopicThatTheBrokersDoNotHaveIsSaidToBeGone() {
        TopicWriter<String> toNowhere = new TopicWriter<>(
                new Refused(
                        new TimeoutException("Topic scores not present", new UnknownTopicOrPartitionException("gone"))),
                "scores");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> toNowhere.flush(false))
                .withMessageStartingWith("The brokers have no topic 'scores' any more. Create it again")
                .withMessageEndingWith("Topic scores not present");
    }

    @Test
    void closeLeavesTheFirstFailureTheOneThatCounts() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> writer.flush(true));

        assertThatCode(writer::close).doesNotThrowAnyException();
    }

    private static final class Refused
            implements PrecommittingStatefulSinkWriter<String, KafkaWriterState, KafkaCommittable> {

        private final KafkaException answer;

        private Refused(KafkaException answer) {
            this.answer = answer;
        }

        @Override
        public void write(String record, Context context) throws IOException {
            throw refused();
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            throw refused();
        }

        @Override
        public Collection<KafkaCommittable> prepareCommit() {
            return List.of();
        }

        @Override
        public List<KafkaWriterState> snapshotState(long checkpoint) {
            return List.of();
        }

        @Override
        public void close() throws IOException {
            throw refused();
        }

        private IOException refused() {
            return new IOException("One or more requests failed", new FlinkRuntimeException("Failed to send", answer));
        }
    }
}
