package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Decodes inside the Kafka source, where the event time is needed to keep a watermark for each partition. */
public final class ObservationsFromKafka implements KafkaRecordDeserializationSchema<Either<Rejection, Observation>> {

    private static final long serialVersionUID = 1;

    /** Of what a source of records emits. */
    public static final TypeInformation<Either<Rejection, Observation>> TYPE =
            new EitherTypeInfo<>(DomainTypes.REJECTION, DomainTypes.OBSERVATION);

    private final DecoderSpec spec;
    private transient @Nullable ObservationDecoder decoder;

    public ObservationsFromKafka(DecoderSpec spec) {
        this.spec = spec;
    }

    @Override
    public void open(InitializationContext context) {
        decoder = spec.open();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Either<Rejection, Observation>> out)
            throws IOException {
        Origin origin = new Origin(record.topic(), record.partition(), record.offset());
        out.collect(Objects.requireNonNull(decoder, "open() comes first").decode(origin, payload(record)));
    }

    private static Payload payload(ConsumerRecord<byte[], byte[]> record) {
        return new Payload(
                Bytes.wrapNullable(record.key()),
                Bytes.wrapNullable(record.value()),
                headers(record),
                record.timestamp());
    }

    private static List<Payload.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        Header[] headers = record.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<Payload.Header> copies = new ArrayList<>(headers.length);
        for (Header header : headers) {
            copies.add(new Payload.Header(header.key(), Bytes.wrapNullable(header.value())));
        }
        return copies;
    }

    @Override
    public TypeInformation<Either<Rejection, Observation>> getProducedType() {
        return TYPE;
    }
}
