package io.lookback.cli.demo;

import io.lookback.cli.Interruption;
import io.lookback.schema.avro.ObservationRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records as bare Avro to the topic that the job reads, keyed by their series. One thread. */
final class Sender implements AutoCloseable {

    private final String topic;
    private final RoundTrips roundTrips;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SpecificDatumWriter<ObservationRecord> writer =
            new SpecificDatumWriter<>(ObservationRecord.getClassSchema());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Sender(String bootstrap, String topic, RoundTrips roundTrips) {
        this.topic = topic;
        this.roundTrips = roundTrips;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "5",
                "client.id", "lookback-demo");
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Hands the record to the producer; it is counted once the broker has. */
    void send(DemoRecord record) throws IOException {
        check();
        byte[] key = record.series().getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, key, value(record)), (sent, failed) -> {
            if (failed == null) {
                roundTrips.sent(sent.partition(), sent.offset());
            } else {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Waits until the broker has every record. */
    void flush() throws IOException {
        producer.flush();
        check();
    }

    @Override
    public void close() {
        Interruption.shielded(producer::close);
    }

    private void check() throws IOException {
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException(
                    String.format(Locale.ROOT, "A record could not be sent to topic '%s'", topic), failed);
        }
    }

    private byte[] value(DemoRecord record) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        for (int feature = 0; feature < record.features().size(); feature++) {
            Double value =
                    record.values().missing(feature) ? null : record.values().at(feature);
            values.put(record.features().names().get(feature), value);
        }
        bytes.reset();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(new ObservationRecord(record.series(), Instant.ofEpochMilli(record.time()), values), encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("An array of bytes refused a record", impossible);
        }
        return bytes.toByteArray();
    }
}
