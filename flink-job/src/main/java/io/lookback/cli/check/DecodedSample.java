package io.lookback.cli.check;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.wire.ObservationDecoder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.types.Either;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a mapping makes of a sample. One thread. */
final class DecodedSample {

    private final Map<String, SeriesSample> series = new LinkedHashMap<>();
    private final Map<Rejection.Reason, Integer> rejected = new EnumMap<>(Rejection.Reason.class);
    private @Nullable Rejection first;
    private int observations;
    private int records;

    static DecodedSample of(Sample sample, ObservationDecoder decoder) throws IOException {
        DecodedSample decoded = new DecodedSample();
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            decoded.records++;
            decoder.decode(record, decoded::add);
        }
        return decoded;
    }

    private void add(Either<Rejection, Observation> decoded) {
        if (decoded.isRight()) {
            observations++;
            series.computeIfAbsent(decoded.right().series(), name -> new SeriesSample())
                    .add(decoded.right());
        } else {
            rejected.merge(decoded.left().reason(), 1, Integer::sum);
            boolean data = decoded.left().reason() != Rejection.Reason.DELETED;
            first = first == null && data ? decoded.left() : first;
        }
    }

    int records() {
        return records;
    }

    int observations() {
        return observations;
    }

    Map<String, SeriesSample> series() {
        return series;
    }

    /** Records by the reason for which they, or points of them, were rejected. */
    Map<Rejection.Reason, Integer> rejected() {
        return rejected;
    }

    Optional<Rejection> first() {
        return Optional.ofNullable(first);
    }
}
