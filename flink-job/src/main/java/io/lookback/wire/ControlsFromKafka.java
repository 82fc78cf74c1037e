package io.lookback.wire;

import io.lookback.control.ControlChange;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes the control topic inside the Kafka source. */
public final class ControlsFromKafka implements KafkaRecordDeserializationSchema<Either<Rejection, ControlChange>> {

    private static final long serialVersionUID = 1;

    private transient @Nullable ControlDecoder decoder;

    @Override
    public void open(InitializationContext context) {
        decoder = new ControlDecoder();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Either<Rejection, ControlChange>> out) {
        out.collect(Objects.requireNonNull(decoder, "open() comes first")
                .decode(KafkaRecords.origin(record), KafkaRecords.payload(record)));
    }

    @Override
    public TypeInformation<Either<Rejection, ControlChange>> getProducedType() {
        return new EitherTypeInfo<>(DomainTypes.REJECTION, DomainTypes.CONTROL_CHANGE);
    }
}
