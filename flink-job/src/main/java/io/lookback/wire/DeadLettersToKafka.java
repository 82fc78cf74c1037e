package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Rejected records as they came (key, value, headers), with the cause in further headers. These carry the suffixes that
 * Kafka Connect gives its own, behind {@value Headers#ERRORS}, so tools for the one are easily taught the other. A
 * record that was a dead letter before keeps the older cause; the newer one follows it.
 */
public final class DeadLettersToKafka implements KafkaRecordSerializationSchema<Rejection>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    private static final int MAX_MESSAGE_CHARS = 1000;

    private final String topic;
    private final int maxBytes;

    /**
     * @param maxBytes largest value that is written; a larger one is left out and its size told in a header, since a
     *     record that the broker refuses would stop the job
     */
    public DeadLettersToKafka(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Rejection rejection, KafkaSinkContext context, @Nullable Long timestamp) {
        Payload payload = rejection.payload();
        List<Header> headers = new ArrayList<>();
        payload.headers().forEach(header -> headers.add(new RecordHeader(header.name(), array(header.value()))));
        addCause(rejection, headers);
        return new ProducerRecord<>(topic, null, array(payload.key()), fitting(payload.value(), headers), headers);
    }

    /** Exactly-once delivery asks for the topic, to find the transactions that an earlier run left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
    }

    private byte @Nullable [] fitting(@Nullable Bytes value, List<Header> headers) {
        if (value == null || value.size() <= maxBytes) {
            return array(value);
        }
        add(headers, "value.bytes", String.valueOf(value.size()));
        return null;
    }

    private static void addCause(Rejection rejection, List<Header> headers) {
        add(headers, "topic", rejection.origin().source());
        add(headers, "partition", String.valueOf(rejection.origin().partition()));
        add(headers, "offset", String.valueOf(rejection.origin().offset()));
        add(headers, "timestamp", String.valueOf(rejection.payload().timestamp()));
        add(headers, "stage", stage(rejection.reason()));
        add(headers, "reason", rejection.reason().name());
        add(headers, "exception.class.name", Rejection.class.getName());
        add(headers, "exception.message", shortened(rejection.message()));
    }

    private static void add(List<Header> headers, String suffix, String text) {
        headers.add(Headers.text(Headers.ERRORS + suffix, text));
    }

    /** Where on its way the record was rejected. */
    private static String stage(Rejection.Reason reason) {
        return switch (reason) {
            case UNDECODABLE, UNUSABLE, AHEAD -> "DECODE";
            case LATE, DUPLICATE -> "ORDER";
            case MISMATCH, SERIES_LIMIT -> "SCORE";
            case CONTROL -> "CONTROL";
        };
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "...";
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.array();
    }
}
