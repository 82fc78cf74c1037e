package io.lookback.wire;

import io.lookback.event.Bytes;
import io.lookback.event.Names;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a record into observations (right) or a rejection (left). One thread.
 *
 * <p>A record that is exploded gives one observation for each point, in the order of their times, with ids that differ by
 * the place of the point in the record. Points that cannot be used are one rejection together, which carries the record
 * as it came; the others go on without its bytes, since each would carry all of them. A record with one point is like a
 * record that is not exploded.
 */
public final class ObservationDecoder {

    private final RecordReader reader;
    private final ObservationReader observations;
    private final boolean skipDeletes;
    private final @Nullable Exploder exploder;

    ObservationDecoder(RecordReader reader, ObservationReader observations, Mapping mapping) {
        this.reader = reader;
        this.observations = observations;
        this.skipDeletes = mapping.skipDeletes();
        this.exploder = Exploder.of(mapping).orElse(null);
    }

    /** Records whose time is a number in another unit than the first one of their topic ({@code input.time.format: auto}). */
    Counter timesInOtherUnits() {
        return observations.timesInOtherUnits();
    }

    /**
     * The observations and the rejection of a record of Kafka.
     *
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    public void decode(ConsumerRecord<byte[], byte[]> record, Consumer<? super Either<Rejection, Observation>> out)
            throws IOException {
        decode(KafkaRecords.origin(record), KafkaRecords.payload(record), out);
    }

    /**
     * Whatever the bytes are, the answer is a value for each observation.
     *
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    public void decode(Origin origin, Payload payload, Consumer<? super Either<Rejection, Observation>> out)
            throws IOException {
        if (exploder == null) {
            out.accept(decode(origin, payload));
            return;
        }
        try {
            explode(exploder.points(record(payload)), origin, payload, out);
        } catch (DecodingException e) {
            out.accept(rejected(origin, payload, e));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            out.accept(rejected(origin, payload, unexpected(e)));
        }
    }

    /**
     * The same for records that are one observation each.
     *
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    Either<Rejection, Observation> decode(Origin origin, Payload payload) throws IOException {
        try {
            Object record = record(payload);
            if (record instanceof List<?>) {
                throw DecodingException.undecodable(
                        "The value is JSON, but not an object: %s; an array of records needs input.explode: \"[]\"",
                        Excerpt.of(record));
            }
            return Either.Right(observations.read(record, origin, payload));
        } catch (DecodingException e) {
            return rejected(origin, payload, e);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            return rejected(origin, payload, unexpected(e));
        }
    }

    private Object record(Payload payload) throws DecodingException, IOException {
        Bytes value = payload.value();
        if (value == null) {
            throw skipDeletes
                    ? DecodingException.deleted("A tombstone")
                    : DecodingException.unusable("The record has no value (a tombstone)");
        }
        Object record = reader.read(value.array());
        if (skipDeletes && Mapping.deletes(record)) {
            throw DecodingException.deleted("A row was deleted");
        }
        if (!skipDeletes && Mapping.isDeletedRow(record)) {
            throw DecodingException.unusable("A row was deleted (__deleted); input.deletes: skip leaves it out");
        }
        return record;
    }

    /** What each of several points carries: little, since each has a copy of it where it waits for its order. */
    private static Payload shared(Payload payload) {
        Bytes key = payload.key();
        return new Payload(
                key != null && key.size() <= Names.MAX_CHARS ? key : null, null, List.of(), payload.timestamp());
    }

    private void explode(
            List<Point> points, Origin origin, Payload payload, Consumer<? super Either<Rejection, Observation>> out) {
        Payload shared = points.size() == 1 ? payload : shared(payload);
        List<Observation> read = new ArrayList<>(points.size());
        DecodingException first = null;
        int failed = 0;
        int firstIndex = 0;
        for (Point point : points) {
            try {
                read.add(observations.read(point, points.size() == 1 ? origin : origin.point(point.index()), shared));
            } catch (DecodingException e) {
                firstIndex = first == null ? point.index() : firstIndex;
                first = first == null ? e : first;
                failed++;
            }
        }
        read.sort(Comparator.comparingLong(Observation::time));
        read.forEach(observation -> out.accept(Either.Right(observation)));
        if (first != null) {
            out.accept(rejected(
                    origin,
                    payload,
                    points.size() == 1
                            ? first
                            : first.within(String.format(
                                    Locale.ROOT,
                                    "%d of the record's %d points cannot be used; the first is number %d: ",
                                    failed,
                                    points.size(),
                                    firstIndex))));
        }
    }

    private static Either<Rejection, Observation> rejected(Origin origin, Payload payload, DecodingException unfit) {
        return Either.Left(new Rejection(origin, payload, unfit.reason(), unfit.text()));
    }

    /** A parser's own exception that none of the readers knows: the record is at fault, and the job goes on. */
    private static DecodingException unexpected(Throwable cause) {
        return DecodingException.undecodable(
                "The value cannot be read: %s (%s)",
                Excerpt.ofMessage(cause), cause.getClass().getSimpleName());
    }
}
