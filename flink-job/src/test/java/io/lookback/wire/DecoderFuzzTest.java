package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.types.Either;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes: each payload becomes an observation or a rejection, in bounded time. */
class DecoderFuzzTest {

    private static final int PAYLOADS = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SEED = 20_260_101;

    static Stream<Arguments> formats() throws IOException {
        byte[] json =
                Decoding.utf8("{\"series\": \"h7\", \"time\": 1700000000123, \"values\": {\"a\": 1.5, \"b\": null}}");
        byte[] csv = Decoding.utf8("\"h;7\";1700000000123;1.5;-2e3");
        InputFormat rows = new InputFormat.Csv(List.of("series", "time", "a", "b"), ';');
        InputFormat avro =
                new InputFormat.Avro(new FixedSchema(Schemas.observation().toString()));
        Mapping numbers = Decoding.mapping("series", "time");
        return Stream.of(
                Arguments.of("json", Decoding.json(Decoding.usual()), json),
                Arguments.of("json, all numbers", Decoding.json(numbers), json),
                Arguments.of("csv", Decoding.with(rows, numbers), csv),
                Arguments.of("avro", Decoding.with(avro, Decoding.usual()), AvroDecodingTest.ownRecord()));
    }

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @MethodSource("formats")
    void everyPayloadIsAnObservationOrARejection(String name, Decoding decoding, byte[] good) {
        SplittableRandom random = new SplittableRandom(SEED);

        int[] observations = new int[1];
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int i = 0; i < PAYLOADS; i++) {
                byte[] payload = payload(good, random);
                assertThatCode(() -> observations[0] += checked(decoding.decode(payload, payload)))
                        .as("payload %d: %s", i, Arrays.toString(payload))
                        .doesNotThrowAnyException();
            }
        });

        assertThat(observations[0]).as("some survive a changed byte").isBetween(1, PAYLOADS - 1);
    }

    private static int checked(Either<Rejection, Observation> decoded) {
        if (decoded.isLeft()) {
            assertThat(decoded.left().message()).isNotBlank().hasSizeLessThan(700);
            return 0;
        }
        Observation observation = decoded.right();
        for (double value : observation.values().toArray()) {
            assertThat(Double.isInfinite(value)).isFalse();
        }
        assertThat(observation.series()).isNotEmpty();
        return 1;
    }

    /** Noise, or the good record with some bytes changed, cut off or repeated. */
    private static byte[] payload(byte[] good, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] changed = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(2 * good.length) : good.length);
        for (int change = random.nextInt(4); change > 0 && changed.length > 0; change--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
