package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;

/** Decodes single records in tests. */
final class Decoding {

    static final Origin ORIGIN = new Origin("metrics", 3, 42, false);
    static final long KAFKA_TIME = 1_700_000_000_000L;

    private final ObservationDecoder decoder;

    private Decoding(DecoderSpec spec) {
        this.decoder = spec.open(() -> KAFKA_TIME);
    }

    static Decoding with(InputFormat format, Mapping mapping) {
        return new Decoding(new DecoderSpec(format, mapping));
    }

    static Decoding json(Mapping mapping) {
        return with(new InputFormat.Json(), mapping);
    }

    static Mapping usual() {
        return mapping("series", "time", "values");
    }

    /** @param values none for all numbers */
    static Mapping mapping(String series, @Nullable String time, String... values) {
        return new Mapping(
                paths(series.isEmpty() ? new String[0] : series.split(",")),
                time == null ? null : Field.parse(time),
                new TimeFormat(TimeFormat.AUTO, ZoneOffset.UTC),
                Duration.ofDays(36_500),
                paths(values),
                true);
    }

    static Mapping format(Mapping mapping, String timeFormat) {
        return new Mapping(
                mapping.series(),
                mapping.time(),
                new TimeFormat(timeFormat, ZoneOffset.UTC),
                mapping.maxAhead(),
                mapping.values(),
                mapping.keepBytes());
    }

    private static List<Field> paths(String... texts) {
        return Arrays.stream(texts).map(Field::parse).toList();
    }

    Either<Rejection, Observation> decode(byte @Nullable [] key, byte @Nullable [] value) {
        return decode(key, value, KAFKA_TIME);
    }

    /** @param kafkaTime the record's own timestamp; the clock stands at {@link #KAFKA_TIME} */
    Either<Rejection, Observation> decode(byte @Nullable [] key, byte @Nullable [] value, long kafkaTime) {
        try {
            return decoder.decode(
                    ORIGIN, new Payload(Bytes.wrapNullable(key), Bytes.wrapNullable(value), List.of(), kafkaTime));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Observation observation(byte[] value) {
        Either<Rejection, Observation> decoded = decode(utf8("key"), value);
        assertThat(decoded.isRight())
                .as(() -> decoded.isLeft() ? decoded.left().message() : "decoded")
                .isTrue();
        return decoded.right();
    }

    Observation observation(String value) {
        return observation(utf8(value));
    }

    Rejection rejection(byte @Nullable [] value) {
        Either<Rejection, Observation> decoded = decode(utf8("key"), value);
        assertThat(decoded.isLeft()).as("%s is rejected", decoded).isTrue();
        return decoded.left();
    }

    Rejection rejection(String value) {
        return rejection(utf8(value));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
