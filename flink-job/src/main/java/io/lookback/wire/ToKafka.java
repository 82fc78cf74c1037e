package io.lookback.wire;

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

/** What the records of a job's own making have in common on their way to Kafka. */
abstract class ToKafka<T> implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1;

    private final String topic;
    private final RecordWriter.Factory<T> writers;
    private final String schema;
    private transient @Nullable Header schemaHeader;
    private transient @Nullable RecordWriter<T> writer;

    ToKafka(String topic, RecordWriter.Factory<T> writers, Schema schema) {
        this.topic = topic;
        this.writers = writers;
        this.schema = schema.getName() + '/' + Schemas.version(schema);
    }

    abstract String key(T record);

    abstract String id(T record);

    /** Event-time ms. */
    abstract long time(T record);

    @Override
    public void open(InitializationContext context, KafkaSinkContext sink) {
        writer = writers.open();
        schemaHeader = Headers.text(Headers.SCHEMA, schema);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T record, KafkaSinkContext context, @Nullable Long timestamp) {
        return new ProducerRecord<>(
                topic,
                null,
                Math.max(0, time(record)),
                key(record).getBytes(StandardCharsets.UTF_8),
                value(record),
                List.of(
                        Headers.text(Headers.ID, id(record)),
                        Objects.requireNonNull(schemaHeader, "open() comes first")));
    }

    /** Exactly-once delivery asks for the topic, to find the transactions that an earlier run left open. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
    }

    private byte[] value(T record) {
        try {
            return Objects.requireNonNull(writer, "open() comes first").write(record);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.format(Locale.ROOT, "Record %s cannot be written to topic '%s'", id(record), topic), e);
        }
    }
}
