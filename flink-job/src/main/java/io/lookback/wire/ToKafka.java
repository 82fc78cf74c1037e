package io.lookback.wire;

import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a job's own making have in common on their way to Kafka. One that is larger than its topic takes
 * is written without what explains it, then with fewer of its parts, and says so in the header
 * {@link Headers#TRUNCATED}; one whose smallest form is still too large has to become a dead letter before, see
 * {@link #refusal}. A Kafka timestamp that the broker would refuse is moved to the nearest that it takes; the event time
 * stands in the value.
 */
public abstract class ToKafka<T> implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    /** A character of JSON takes six bytes at most: {@code \}{@code u001f}. */
    private static final int WORST_CHAR = 6;

    /** Above what the numbers, field names and symbols of a smallest form take. */
    private static final int SMALLEST_FORM = 4_000;

    private final String topic;
    private final TopicLimits limits;
    private final RecordWriter.Factory<T> writers;
    private final String schema;
    private transient @Nullable Header schemaHeader;
    private transient @Nullable RecordWriter<T> writer;

    ToKafka(String topic, TopicLimits limits, RecordWriter.Factory<T> writers, Schema schema) {
        this.topic = topic;
        this.limits = limits;
        this.writers = writers;
        this.schema = schema.getName() + '/' + Schemas.version(schema);
    }

    abstract String key(T record);

    abstract String id(T record);

    /** Event-time ms. */
    abstract long time(T record);

    /** The next smaller form of a record, empty for the smallest. */
    abstract Optional<T> smaller(T record);

    /** Its smallest form. */
    abstract T smallest(T record);

    /** What a smaller form lacks of the record. */
    abstract String lacks(T record, T smaller);

    /** Characters of the names in a record's smallest form, its key and its header. */
    abstract long chars(T smallest);

    /** The dead letter of a record that cannot be written. */
    abstract Rejection rejection(T record, String message);

    /** Called once for each thread that writes. */
    public final void open() {
        writer = writers.open();
        schemaHeader = Headers.text(Headers.SCHEMA, schema);
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sink) {
        open();
    }

    /** Why a record cannot be written whatever is left out of it; empty for one that can. */
    public final Optional<Rejection> refusal(T record) {
        T smallest = smallest(record);
        if (WORST_CHAR * chars(smallest) + SMALLEST_FORM <= limits.maxBytes()) {
            return Optional.empty();
        }
        int size = frame(smallest, smallest == record ? "" : lacks(record, smallest))
                .size();
        if (size <= limits.maxBytes()) {
            return Optional.empty();
        }
        String message = String.format(
                Locale.ROOT,
                "%s takes %,d bytes even at its shortest, topic '%s' takes records of %,d. Raise max.message.bytes of the topic and max.request.size of the producer, or shorten the names",
                id(record),
                size,
                topic,
                limits.maxBytes());
        return Optional.of(rejection(record, message));
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, @Nullable Long timestamp) {
        T form = record;
        Frame frame = frame(form, "");
        while (frame.size() > limits.maxBytes()) {
            Optional<T> smaller = smaller(form);
            if (smaller.isEmpty()) {
                break;
            }
            form = smaller.get();
            frame = frame(form, lacks(record, form));
        }
        return new ProducerRecord<>(
                topic,
                null,
                limits.timestamp(Math.max(0, time(record)), System.currentTimeMillis()),
                frame.key,
                frame.value,
                frame.headers);
    }

    /** What is sent of a record. */
    private record Frame(byte[] key, byte[] value, List<Header> headers) {

        int size() {
            return TopicLimits.size(key, value, headers.toArray(Header[]::new));
        }
    }

    /** @param lacking what the form lacks of its record, empty for nothing */
    private Frame frame(T form, String lacking) {
        Header id = Headers.text(Headers.ID, id(form));
        Header known = Objects.requireNonNull(schemaHeader, "open() comes first");
        List<Header> headers =
                lacking.isEmpty() ? List.of(id, known) : List.of(id, known, Headers.text(Headers.TRUNCATED, lacking));
        return new Frame(key(form).getBytes(StandardCharsets.UTF_8), value(form), headers);
    }

    /** Exactly-once delivery asks for the topic, to find the transactions that an earlier run left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
    }

    /** Where the records go. */
    public final String topic() {
        return topic;
    }

    final byte[] value(T record) {
        try {
            return Objects.requireNonNull(writer, "open() comes first").write(record);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.format(Locale.ROOT, "Record %s cannot be written to topic '%s'", id(record), topic), e);
        }
    }
}
