package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * record that was a dead letter before keeps the older cause; the newer one follows it. What is larger than the topic
 * takes is cut, key and headers to a quarter of the room each, the value to the rest, and further headers tell how large each was: a letter with one of
 * these is no longer the record as it came, and is not replayed.
 */
public final class DeadLettersToKafka implements KafkaRecordSerializationSchema<Rejection>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    /** The first header of a cause. */
    private static final String CAUSE = Headers.ERRORS + "topic";

    private static final Set<String> CUTS = Stream.of("value.bytes", "key.bytes", "headers.left-out")
            .map(Headers.ERRORS::concat)
            .collect(Collectors.toUnmodifiableSet());

    private static final int MAX_MESSAGE_CHARS = 1000;

    /** Names of a topic, a reason and a number each; with the message they fit {@link TopicLimits#LEAST_BYTES}. */
    private static final int NOTES = 300;

    private final String topic;
    private final TopicLimits limits;

    public DeadLettersToKafka(String topic, TopicLimits limits) {
        this.topic = topic;
        this.limits = limits;
    }

    /**
     * Whether a dead letter's newest cause says that a part of the original is missing. What stands before the cause are
     * the original's own headers, whatever they are called.
     */
    public static boolean cut(Iterable<Header> headers) {
        boolean cut = false;
        for (Header header : headers) {
            cut = !header.key().equals(CAUSE) && (cut || CUTS.contains(header.key()));
        }
        return cut;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            Rejection rejection, KafkaSinkContext context, @Nullable Long timestamp) {
        Payload payload = rejection.payload();
        List<Header> original = new ArrayList<>();
        payload.headers().forEach(header -> original.add(new RecordHeader(header.name(), array(header.value()))));
        List<Header> cause = new ArrayList<>();
        addCause(rejection, cause);
        Parts parts = new Parts(array(payload.key()), array(payload.value()), original, cause);
        Parts written = parts.size() <= limits.maxBytes() ? parts : parts.within(limits.maxBytes());
        return new ProducerRecord<>(topic, null, written.key, written.value, written.headers());
    }

    /** Exactly-once delivery asks for the topic, to find the transactions that an earlier run left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
    }

    private static void addCause(Rejection rejection, List<Header> headers) {
        headers.add(Headers.text(CAUSE, rejection.origin().source()));
        add(headers, "partition", String.valueOf(rejection.origin().partition()));
        add(headers, "offset", String.valueOf(rejection.origin().offset()));
        if (rejection.origin().index() != Origin.WHOLE) {
            add(headers, "index", String.valueOf(rejection.origin().index()));
        }
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
            case UNDECODABLE, UNUSABLE, AHEAD, DELETED -> "DECODE";
            case LATE, DUPLICATE -> "ORDER";
            case MISMATCH, SERIES_LIMIT -> "SCORE";
            case CONTROL, MODEL -> "CONTROL";
            case TOO_LARGE -> "WRITE";
        };
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "...";
    }

    private static byte @Nullable [] array(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.array();
    }

    /** A letter being made: what came, and the cause. */
    private static final class Parts {

        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private final List<Header> original;
        private final List<Header> cause;

        Parts(byte @Nullable [] key, byte @Nullable [] value, List<Header> original, List<Header> cause) {
            this.key = key;
            this.value = value;
            this.original = original;
            this.cause = cause;
        }

        int size() {
            return sizeOf(key, value, headers());
        }

        List<Header> headers() {
            List<Header> all = new ArrayList<>(original);
            all.addAll(cause);
            return all;
        }

        /** Key and headers get a quarter of the room each; what they leave of it is the value's. */
        Parts within(int maxBytes) {
            List<Header> told = new ArrayList<>(cause);
            int room = maxBytes - sizeOf(null, null, cause) - NOTES;
            byte[] shortKey = cut("key.bytes", key, room / 4, told);
            List<Header> kept = fitting(original, room / 4);
            if (kept.size() < original.size()) {
                add(told, "headers.left-out", String.valueOf(original.size() - kept.size()));
            }
            int left = room - length(shortKey) - (sizeOf(null, null, kept) - sizeOf(null, null, List.of()));
            return new Parts(shortKey, cut("value.bytes", value, left, told), kept, told);
        }

        private static byte @Nullable [] cut(String note, byte @Nullable [] bytes, int most, List<Header> told) {
            if (bytes == null || bytes.length <= most) {
                return bytes;
            }
            add(told, note, String.valueOf(bytes.length));
            return Arrays.copyOf(bytes, most);
        }

        private static List<Header> fitting(List<Header> headers, int most) {
            List<Header> kept = new ArrayList<>();
            int free = most;
            for (Header header : headers) {
                int size = sizeOf(null, null, List.of(header));
                if (size <= free) {
                    kept.add(header);
                    free -= size;
                }
            }
            return kept;
        }

        private static int length(byte @Nullable [] bytes) {
            return bytes == null ? 0 : bytes.length;
        }

        @SuppressWarnings("NullAway") // Kafka takes null for no key and no value
        private static int sizeOf(byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
            return TopicLimits.size(key, value, headers.toArray(Header[]::new));
        }
    }
}
