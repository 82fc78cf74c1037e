package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.types.Either;

/** Turns the bytes of a record into an observation (right) or a rejection (left). One thread. */
public final class ObservationDecoder {

    private final RecordReader reader;
    private final ObservationReader observations;
    private final boolean skipDeletes;

    ObservationDecoder(RecordReader reader, ObservationReader observations, boolean skipDeletes) {
        this.reader = reader;
        this.observations = observations;
        this.skipDeletes = skipDeletes;
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
                throw skipDeletes
                        ? Unfit.deleted("A tombstone")
                        : Unfit.unusable("The record has no value (a tombstone)");
            }
            Object record = reader.read(value.array());
            if (skipDeletes && Mapping.deletes(record)) {
                throw Unfit.deleted("A row was deleted");
            }
            return Either.Right(observations.read(record, origin, payload));
        } catch (Unfit e) {
            return Either.Left(new Rejection(origin, payload, e.reason(), e.text()));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            return Either.Left(new Rejection(origin, payload, Rejection.Reason.UNDECODABLE, unexpected(e)));
        }
    }

    /** A parser's own exception that none of the readers knows: the record is at fault, and the job goes on. */
    private static String unexpected(Throwable cause) {
        return String.format(
                Locale.ROOT,
                "The value cannot be read: %s (%s)",
                Excerpt.ofMessage(cause),
                cause.getClass().getSimpleName());
    }
}
