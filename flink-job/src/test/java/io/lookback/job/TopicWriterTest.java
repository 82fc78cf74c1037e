package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicWriterTest {

    private final TopicWriter<String> writer = refusing(new RecordTooLargeException("too large"));

    @Test
    void failuresNameTheTopicAndTheAnswerOfTheBroker() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> writer.flush(false))
                .withMessage("Topic 'scores' does not take what is written to it: too large")
                .havingCause()
                .isInstanceOf(RecordTooLargeException.class)
                .withMessage("too large");
    }

    static Stream<KafkaException> fenced() {
        return Stream.of(
                new ProducerFencedException("There is a newer producer"),
                new InvalidProducerEpochException("Producer attempted to produce with an old epoch."),
                new KafkaException("In an error state", new ProducerFencedException("There is a newer producer")));
    }

    @ParameterizedTest
    @MethodSource("fenced")
    void aFailureOfAFencedProducerNamesThePrefixOfItsTransactions(KafkaException answer) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> refusing(answer).flush(false))
                .withMessage("Topic 'scores' does not take what is written to it: Another producer with the transaction"
                        + " prefix 'lookback' took the transaction over, or the brokers ended it after"
                        + " delivery.transaction-timeout (" + answer.getMessage() + "). If two jobs have this prefix,"
                        + " set delivery.transaction-prefix or name of one of them to another value");
    }

    @Test
    void aTopicThatTheBrokersDoNotHaveIsSaidToBeGone() {
        TopicWriter<String> toNowhere = refusing(
                new TimeoutException("Topic scores not present", new UnknownTopicOrPartitionException("gone")));

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

    private static TopicWriter<String> refusing(KafkaException answer) {
        return new TopicWriter<>(new Refused(answer), "scores", "lookback");
    }

    private record Refused(KafkaException answer)
            implements PrecommittingStatefulSinkWriter<String, KafkaWriterState, KafkaCommittable> {

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
