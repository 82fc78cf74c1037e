package io.lookback.wire;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.flow.DomainTypes;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes inside the Kafka source, where the event time is needed to keep a watermark for each partition. */
public final class ObservationsFromKafka implements KafkaRecordDeserializationSchema<Either<Rejection, Observation>> {

    private static final long serialVersionUID = 1;

    /** Of what a source of records emits. */
    public static final TypeInformation<Either<Rejection, Observation>> TYPE =
            new EitherTypeInfo<>(DomainTypes.REJECTION, DomainTypes.OBSERVATION);

    /** Name of a metric: times that contradict the first one of their topic. */
    public static final String TIMES_IN_OTHER_UNITS = "numTimesInOtherUnits";

    private final DecoderSpec spec;
    private transient @Nullable ObservationDecoder decoder;

    public ObservationsFromKafka(DecoderSpec spec) {
        this.spec = spec;
    }

    @Override
    public void open(InitializationContext context) {
        ObservationDecoder opened = spec.open();
        context.getMetricGroup().counter(TIMES_IN_OTHER_UNITS, opened.timesInOtherUnits());
        decoder = opened;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Either<Rejection, Observation>> out)
            throws IOException {
        Objects.requireNonNull(decoder, "open() comes first").decode(record, out::collect);
    }

    @Override
    public TypeInformation<Either<Rejection, Observation>> getProducedType() {
        return TYPE;
    }
}
