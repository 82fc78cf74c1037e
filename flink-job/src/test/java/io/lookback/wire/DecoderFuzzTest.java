package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.schema.Schemas;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes: each payload becomes an observation or a rejection, in bounded time and memory. The long form:
 *
 * <pre>mvn -pl flink-job -am test -Dtest=DecoderFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dlookback.fuzz=1000000</pre>
 */
@Tag("slow")
class DecoderFuzzTest {

    private static final int PAYLOADS = Integer.getInteger("lookback.fuzz", 20_000);
    private static final Duration LIMIT = Duration.ofSeconds(600 + PAYLOADS / 1_000);
    private static final long SEED = 20_260_101;

    /** To ask a registry allocates what the JDK's client needs. */
    private static final long ROOM_TO_ASK = 8L << 20;

    private static FakeRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = FakeRegistry.of(Schemas.observation());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    static Stream<Arguments> formats() throws IOException {
        byte[] json =
                Decoding.utf8("{\"series\": \"h7\", \"time\": 1700000000123, \"values\": {\"a\": 1.5, \"b\": null}}");
        byte[] csv = Decoding.utf8("\"h;7\";1700000000123;1.5;-2e3");
        InputFormat rows = new InputFormat.Csv(List.of("series", "time", "a", "b"), ';');
        InputFormat file =
                new InputFormat.Avro(new FixedSchema(Schemas.observation().toString()));
        InputFormat asked = new InputFormat.Avro(new RegistrySchemas(registry.client()));
        Mapping numbers = Decoding.mapping("series", "time");
        byte[] avro = AvroDecodingTest.ownRecord();
        return Stream.of(
                Arguments.of("json", Decoding.json(Decoding.usual()), json),
                Arguments.of("json, all numbers", Decoding.json(numbers), json),
                Arguments.of("csv", Decoding.with(rows, numbers), csv),
                Arguments.of("avro, schema file", Decoding.with(file, Decoding.usual()), avro),
                Arguments.of("avro, registry", Decoding.with(asked, Decoding.usual()), registry.framed(avro)));
    }

    @ParameterizedTest(name = "{0}, seed " + SEED)
    @MethodSource("formats")
    @FaultCase(
            kind = "Record that could stop the job",
            input = "mutated payloads: {}",
            outcome = "each is an observation or a dead letter")
    void everyPayloadIsAnObservationOrARejection(String name, Decoding decoding, byte[] good) {
        Mutations mutations = new Mutations(good, SEED);

        int[] observations = new int[1];
        assertTimeoutPreemptively(LIMIT, () -> {
            decoding.observation(good);
            for (int i = 0; i < PAYLOADS; i++) {
                observations[0] += checked(decoding, mutations.next(), i);
            }
        });

        assertThat(observations[0]).as("some survive what was changed").isBetween(1, PAYLOADS - 1);
    }

    private static int checked(Decoding decoding, byte[] payload, int number) {
        try {
            long asked = registry.requests();
            long before = Allocation.soFar();
            Either<Rejection, Observation> decoded = decoding.decode(payload, payload);
            long allocated = Allocation.soFar() - before;
            assertThat(allocated)
                    .isLessThan(Allocation.allowed(payload.length) + (registry.requests() - asked) * ROOM_TO_ASK);
            return checked(decoded);
        } catch (Throwable e) {
            throw new AssertionError(
                    "Payload %d: %s".formatted(number, HexFormat.of().formatHex(payload)), e);
        }
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
}
