package io.lookback.benchmark.endtoend;

import io.lookback.schema.Schemas;
import io.lookback.schema.avro.ObservationRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

/** Sends records of a workload as bare Avro, keyed by their series, at their event time. One thread. */
final class Sender implements AutoCloseable {

    private final Workload workload;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final SpecificDatumWriter<ObservationRecord> writer = new SpecificDatumWriter<>(Schemas.observation());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @param lingerMs how long the producer waits for company of a record */
    Sender(String bootstrap, String topic, Workload workload, int lingerMs) {
        this.workload = workload;
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", lingerMs),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Hands record {@code index} to the producer. */
    void send(long index) {
        byte[] key = workload.series(index).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(
                new ProducerRecord<>(topic, null, workload.time(index), key, value(index)), (sent, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                });
    }

    /** Returns once the broker has every record; fails if it refused one. */
    @Override
    public void close() {
        producer.close();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "Records did not reach topic '%s'", topic), failed);
        }
    }

    private byte[] value(long index) {
        bytes.reset();
        try {
            writer.write(workload.record(index), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
