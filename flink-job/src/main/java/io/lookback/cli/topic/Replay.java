package io.lookback.cli.topic;

import io.lookback.cli.CliException;
import io.lookback.cli.Interruption;
import io.lookback.event.Rejection;
import io.lookback.wire.DeadLettersToKafka;
import io.lookback.wire.Headers;
import io.lookback.wire.Polls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Dead letters on their way back. What was sent is acknowledged before it is remembered. One thread. */
final class Replay implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> letters;
    private final KafkaProducer<byte[], byte[]> producer;

    private Replay(String topic, KafkaConsumer<byte[], byte[]> letters, KafkaProducer<byte[], byte[]> producer) {
        this.topic = topic;
        this.letters = letters;
        this.producer = producer;
    }

    /** @param group remembers which letters were sent */
    static Replay open(String bootstrap, Map<String, String> properties, String topic, String group) {
        Map<String, Object> common = new HashMap<>(properties);
        common.put("bootstrap.servers", bootstrap);
        Map<String, Object> reading = new HashMap<>(common);
        reading.putAll(Polls.reader());
        reading.putAll(Map.of("group.id", group, "auto.offset.reset", "earliest"));
        KafkaConsumer<byte[], byte[]> letters =
                new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(common);
        writing.put("acks", "all");
        return new Replay(
                topic, letters, new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Sends what is there when it begins.
     *
     * @param target topic to send to; empty for the one that each letter came from
     * @param dryRun whether to count only
     */
    Result run(Set<Rejection.Reason> reasons, Optional<String> target, boolean dryRun) {
        List<TopicPartition> partitions = partitions();
        letters.assign(partitions);
        Map<TopicPartition, Long> ends = letters.endOffsets(partitions);
        Result result = new Result(0, 0, 0);
        while (anyLeft(ends) && !Interruption.requested()) {
            List<ProducerRecord<byte[], byte[]>> mended = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> letter : letters.poll(POLL)) {
                if (letter.offset() >= ends.getOrDefault(new TopicPartition(letter.topic(), letter.partition()), 0L)) {
                    continue;
                }
                boolean wanted =
                        reasons.stream().anyMatch(reason -> reason.name().equals(cause(letter, "reason")));
                Optional<ProducerRecord<byte[], byte[]>> original =
                        wanted ? original(letter, target) : Optional.empty();
                original.ifPresent(mended::add);
                result = result.plus(1, original.isPresent() ? 1 : 0, wanted && original.isEmpty() ? 1 : 0);
            }
            if (!dryRun) {
                send(mended);
                letters.commitSync(reached(ends));
            }
        }
        return result;
    }

    @Override
    public void close() {
        producer.close();
        letters.close();
    }

    private boolean anyLeft(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> letters.position(end.getKey()) < end.getValue());
    }

    /** Where reading is, but not beyond the ends: what came meanwhile is for the next run. */
    private Map<TopicPartition, OffsetAndMetadata> reached(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
        ends.forEach((partition, end) ->
                reached.put(partition, new OffsetAndMetadata(Math.min(letters.position(partition), end))));
        return reached;
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        for (Future<RecordMetadata> acknowledged : sent) {
            try {
                acknowledged.get();
            } catch (ExecutionException failed) {
                throw new CliException(
                        String.format(
                                Locale.ROOT,
                                "A dead letter could not be sent: %s. Those before it were; run it again for the others.",
                                failed.getMessage()),
                        failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new CliException("Interrupted while dead letters were sent", stopped);
            }
        }
    }

    /** The record as it came; empty if the letter does not tell. */
    private static Optional<ProducerRecord<byte[], byte[]>> original(
            ConsumerRecord<byte[], byte[]> letter, Optional<String> target) {
        String source = cause(letter, "topic");
        if (letter.value() == null || DeadLettersToKafka.cut(letter.headers()) || source == null && target.isEmpty()) {
            return Optional.empty();
        }
        RecordHeaders headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(Headers.ERRORS)) {
                headers.add(header);
            }
        }
        OptionalLong partition = number(letter, "partition", Integer.MAX_VALUE);
        OptionalLong timestamp = number(letter, "timestamp", Long.MAX_VALUE);
        return Optional.of(new ProducerRecord<>(
                target.orElse(source),
                target.isEmpty() && partition.isPresent() ? (int) partition.getAsLong() : null,
                timestamp.isPresent() ? timestamp.getAsLong() : null,
                letter.key(),
                letter.value(),
                headers));
    }

    /** Empty where the cause has none: a job writes -1 for what it does not know, and others may write anything. */
    private static OptionalLong number(ConsumerRecord<byte[], byte[]> letter, String suffix, long most) {
        String text = cause(letter, suffix);
        try {
            long number = text == null ? -1 : Long.parseLong(text);
            return number < 0 || number > most ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException foreign) {
            return OptionalLong.empty();
        }
    }

    /** What the newest cause says; a record that was a dead letter before carries the older one, too. */
    private static @Nullable String cause(ConsumerRecord<byte[], byte[]> letter, String suffix) {
        Header header = letter.headers().lastHeader(Headers.ERRORS + suffix);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = letters.partitionsFor(topic);
        if (found == null || found.isEmpty()) {
            throw new CliException(
                    String.format(Locale.ROOT, "There is no topic '%s'. Name another one with --topic.", topic));
        }
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /**
     * What became of the letters.
     *
     * @param read all of them
     * @param sent those that were sent, or would be
     * @param homeless those that would have been sent, had they told where to, or kept their value
     */
    record Result(long read, long sent, long homeless) {

        Result plus(long moreRead, long moreSent, long moreHomeless) {
            return new Result(read + moreRead, sent + moreSent, homeless + moreHomeless);
        }
    }
}
