package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import org.apache.flink.types.Either;

/** Turns the bytes of a record into an observation (right) or a rejection (left). One thread. */
public final class ObservationDecoder {

    private final RecordReader reader;
    private final ObservationReader observations;

    ObservationDecoder(RecordReader reader, ObservationReader observations) {
        this.reader = reader;
        this.observations = observations;
    }

    /**
     * Whatever the bytes are, the answer is a value.
     *
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    public Either<Rejection, Observation> decode(Origin origin, Payload payload) throws IOException {
        try {
            Bytes value = payload.value();
            if (value == null) {
                throw Unfit.unusable("The record has no value (a tombstone)");
            }
            return Either.Right(observations.read(reader.read(value.array()), origin, payload));
        } catch (Unfit e) {
            return Either.Left(new Rejection(origin, payload, e.reason(), e.text()));
        }
    }
}
