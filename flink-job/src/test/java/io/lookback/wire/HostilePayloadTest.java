package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import io.lookback.testkit.FaultCase;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.flink.types.Either;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads made to exhaust the process: each is a dead letter, and costs no more memory than its bytes allow. */
class HostilePayloadTest {

    private static final int MEGABYTE = 1 << 20;
    private static final byte[] LONGEST = {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

    static Stream<Arguments> payloads() {
        return Stream.concat(avro(), text());
    }

    private static Stream<Arguments> avro() {
        String nothings = """
                {"type": "record", "name": "R", "fields": [{"name": "v", "type": {"type": "array", "items": "null"}}]}
                """;
        return Stream.of(
                Arguments.of("a block of 2^31 items", avro(nothings), LONGEST),
                Arguments.of("many empty blocks", avro(nothings), blocks()),
                Arguments.of("nested empty records", avro(bomb(40)), new byte[0]),
                Arguments.of(
                        "a list of empty records",
                        avro(field("{\"type\": \"array\", \"items\": %s}".formatted(bomb(15)))),
                        halfAMillion()),
                Arguments.of("a fixed field of 2 GB", avro(fixed(2_147_483_000)), new byte[MEGABYTE]),
                Arguments.of("a decimal of a million digits", avro(decimal()), megabytes()),
                Arguments.of("a list of a million", avro(list()), filled(MEGABYTE, (byte) 2)));
    }

    private static Stream<Arguments> text() {
        Decoding json = Decoding.json(Decoding.usual());
        Decoding all = Decoding.json(Decoding.mapping("s", "t"));
        InputFormat rows = new InputFormat.Csv(List.of("series", "time", "a"), ',');
        Decoding csv = Decoding.with(rows, Decoding.mapping("series", "time"));
        String nines = "9".repeat(MEGABYTE);
        return Stream.of(
                Arguments.of("a number of a million digits", json, Decoding.utf8(record(nines))),
                Arguments.of("a text of a million digits", json, Decoding.utf8(record('"' + nines + '"'))),
                Arguments.of("an exponent of a million digits", json, Decoding.utf8(record("1e" + nines))),
                Arguments.of("infinity", json, Decoding.utf8(record("-Infinity"))),
                Arguments.of("too large for a double", json, Decoding.utf8(record("1e309"))),
                Arguments.of("not UTF-8", json, new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}),
                Arguments.of("unclosed lists", all, filled(MEGABYTE, (byte) '[')),
                Arguments.of("a thousand numbers below names of a megabyte", all, Decoding.utf8(deepNames())),
                Arguments.of("unclosed objects", all, Decoding.utf8("{\"a\":".repeat(MEGABYTE / 5))),
                Arguments.of(
                        "a list of a million zeros", json, Decoding.utf8(record("[0" + ",0".repeat(MEGABYTE) + ']'))),
                Arguments.of("a quote that is never closed", csv, filled(MEGABYTE, (byte) '"')),
                Arguments.of("a million columns", csv, filled(MEGABYTE, (byte) ',')),
                Arguments.of("a million rows", csv, filled(MEGABYTE, (byte) '\n')),
                Arguments.of("a million digits in a row", csv, Decoding.utf8("a,1," + nines)),
                Arguments.of("infinity in a row", csv, Decoding.utf8("a,1,inf")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("payloads")
    @FaultCase(
            kind = "Record that could stop the job",
            input = "hostile payloads: {}",
            outcome = "dead letter; memory use bounded by the size of the record")
    void isADeadLetterAndCostsWhatItsBytesAllow(String name, Decoding decoding, byte[] payload) {
        long before = Allocation.soFar();

        Either<Rejection, Observation> decoded = decoding.decode(null, payload);

        long allocated = Allocation.soFar() - before;
        assertThat(decoded.isLeft()).isTrue();
        assertThat(decoded.left().reason()).isIn(Reason.UNDECODABLE, Reason.UNUSABLE);
        assertThat(decoded.left().message()).hasSizeLessThan(700);
        assertThat(allocated).isLessThan(Allocation.allowed(payload.length) + WARM_UP);
    }

    /** Classes that the first payload of a format loads. */
    private static final long WARM_UP = 16L << 20;

    private static String record(String value) {
        return "{\"series\": \"a\", \"time\": 1700000000001, \"values\": %s}".formatted(value);
    }

    private static Decoding avro(String schema) {
        return Decoding.with(new InputFormat.Avro(new FixedSchema(schema)), Decoding.mapping("s", null, "v"));
    }

    private static String deepNames() {
        String numbers =
                IntStream.range(0, 1_000).mapToObj("\"%d\":1"::formatted).collect(Collectors.joining(","));
        String nested = ("{\"" + "n".repeat(65_000) + "\":").repeat(14) + '{' + numbers + '}' + "}".repeat(14);
        return "{\"s\":\"a\",\"t\":1700000000001,\"x\":%s}".formatted(nested);
    }

    /** Items in a block, in zigzag, and nothing behind. */
    private static byte[] halfAMillion() {
        byte[] payload = new byte[MEGABYTE];
        payload[0] = (byte) 0xc0;
        payload[1] = (byte) 0x84;
        payload[2] = 0x3d;
        return payload;
    }

    /** Two bytes for each block, and 8,191 items of no bytes in it. */
    private static byte[] blocks() {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int i = 0; i < MEGABYTE / 2; i++) {
            blocks.writeBytes(new byte[] {(byte) 0xfe, 0x7f});
        }
        blocks.write(0);
        return blocks.toByteArray();
    }

    /** Each record holds the one before twice; the innermost holds nothing. */
    private static String bomb(int levels) {
        StringBuilder schema = new StringBuilder("{\"type\": \"record\", \"name\": \"R0\", \"fields\": []}");
        for (int level = 1; level <= levels; level++) {
            schema.insert(
                    0,
                    "{\"type\": \"record\", \"name\": \"R%d\", \"fields\": [{\"name\": \"a\", \"type\": "
                            .formatted(level));
            schema.append("}, {\"name\": \"b\", \"type\": \"R%d\"}]}".formatted(level - 1));
        }
        return schema.toString();
    }

    private static String fixed(int size) {
        return field("{\"type\": \"fixed\", \"name\": \"F\", \"size\": %d}".formatted(size));
    }

    private static String decimal() {
        return field("{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9999999, \"scale\": 2}");
    }

    private static String list() {
        return """
                {"type": "record", "name": "L", "fields": [{"name": "v", "type": ["null", "L"]}]}
                """;
    }

    private static String field(String type) {
        Schema schema = new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"v\", \"type\": %s}]}"
                        .formatted(type));
        return schema.toString();
    }

    /** A length of a megabyte in zigzag, then that many bytes. */
    private static byte[] megabytes() {
        byte[] payload = filled(4 + MEGABYTE, (byte) 0x77);
        payload[0] = (byte) 0x80;
        payload[1] = (byte) 0x80;
        payload[2] = (byte) 0x80;
        payload[3] = 0x01;
        return payload;
    }

    private static byte[] filled(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
