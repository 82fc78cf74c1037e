package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import io.lookback.testkit.FaultCase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecodingTest {

    private static final String TIME = "\"time\": 1700000000123";

    @Test
    void readsLookbacksOwnShapeWithoutAMapping() {
        Observation observation = Decoding.json(Decoding.usual())
                .observation("{\"series\": \"h7\", \"time\": 1700000000123, \"values\": {\"b\": 2, \"a\": 1.5}}");

        assertThat(observation.series()).isEqualTo("h7");
        assertThat(observation.time()).isEqualTo(1_700_000_000_123L);
        assertThat(observation.features().names()).containsExactly("a", "b");
        assertThat(observation.values().toArray()).containsExactly(1.5, 2);
        assertThat(observation.origin()).isEqualTo(Decoding.ORIGIN);
    }

    @Test
    void keepsTheOriginalBytes() {
        byte[] value = Decoding.utf8("{\"series\": \"h7\", " + TIME + ", \"values\": [1]}");

        Payload payload = Decoding.json(Decoding.usual()).observation(value).payload();

        assertThat(payload.value()).isEqualTo(Bytes.wrap(value));
        assertThat(payload.key()).isEqualTo(Bytes.wrap(Decoding.utf8("key")));
        assertThat(payload.timestamp()).isEqualTo(Decoding.KAFKA_TIME);
    }

    @Test
    void leavesTheBytesBehindWhenTold() {
        Mapping usual = Decoding.usual();
        Mapping lean =
                new Mapping(usual.series(), usual.time(), usual.timeFormat(), usual.maxAhead(), usual.values(), false);

        Observation observation =
                Decoding.json(lean).observation("{\"series\": \"h7\", " + TIME + ", \"values\": [1]}");

        assertThat(observation.payload()).isEqualTo(Payload.NONE);
    }

    @Test
    void namesTheElementsOfAnArrayByTheirIndex() {
        Observation observation = Decoding.json(Decoding.mapping("s", "t", "load.avg", "cpu"))
                .observation("{\"s\": \"a\", \"t\": 1700000000000, \"load\": {\"avg\": [3, 4]}, \"cpu\": 5}");

        assertThat(observation.features().names()).containsExactly("load.avg.0", "load.avg.1", "cpu");
        assertThat(observation.values().toArray()).containsExactly(3, 4, 5);
    }

    @Test
    void takesNamedFieldsInTheirOrderAndMissingOnesAsMissing() {
        Observation observation = Decoding.json(Decoding.mapping("s", "t", "z", "a", "n", "x"))
                .observation("{\"s\": \"a\", \"t\": 1700000000000, \"a\": 1, \"z\": \"2.5\", \"n\": null}");

        assertThat(observation.features().names()).containsExactly("z", "a", "n", "x");
        assertThat(observation.values().toArray()).containsExactly(2.5, 1, Double.NaN, Double.NaN);
    }

    @Test
    void takesEveryNumberButThoseOfSeriesAndTime() {
        Observation observation = Decoding.json(Decoding.mapping("host.id", "t"))
                .observation(
                        "{\"t\": 1700000000000, \"host\": {\"id\": 7, \"cpu\": 0.5}, \"up\": true, \"note\": \"x\", \"m\": 3, \"l\": [1]}");

        assertThat(observation.series()).isEqualTo("7");
        assertThat(observation.features().names()).containsExactly("host.cpu", "m");
    }

    @Test
    void sameNamesGiveTheSameFeatures() {
        Decoding decoding = Decoding.json(Decoding.usual());

        Observation first =
                decoding.observation("{\"series\": \"a\", \"time\": 1700000000001, \"values\": {\"x\": 1, \"y\": 2}}");
        Observation second =
                decoding.observation("{\"series\": \"b\", \"time\": 1700000000002, \"values\": {\"x\": 3, \"y\": 4}}");

        assertThat(second.features()).isSameAs(first.features());
    }

    @Test
    void joinsTheFieldsOfASeriesWithoutMixingThemUp() {
        Decoding decoding = Decoding.json(Decoding.mapping("a,b", "t", "v"));

        assertThat(decoding.observation("{\"a\": \"x\", \"b\": \"y\", \"t\": 1700000000000, \"v\": 1}")
                        .series())
                .isEqualTo("x/y");
        assertThat(decoding.observation("{\"a\": \"x/y\", \"b\": \"z\", \"t\": 1700000000000, \"v\": 1}")
                        .series())
                .isEqualTo("x\\/y/z");
    }

    @Test
    void takesSeriesAndTimeFromKafka() {
        Observation observation = Decoding.json(Decoding.mapping("", null, "v")).observation("{\"v\": 1}");

        assertThat(observation.series()).isEqualTo("key");
        assertThat(observation.time()).isEqualTo(Decoding.KAFKA_TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "'', key, true",
        "s, key, true",
        "'s,h', key, true",
        "'s,h', key/web, true",
        "s, other, false",
        "s,, false"
    })
    void knowsByTheKafkaKeyWhetherASeriesIsInOrder(String series, String key, boolean ordered) {
        Decoding decoding = Decoding.json(Decoding.mapping(series, null, "v"));

        Observation observation = decoding.decode(
                        key == null ? null : Decoding.utf8(key),
                        Decoding.utf8("{\"s\": \"key\", \"h\": \"web\", \"v\": 1}"))
                .right();

        assertThat(observation.origin().ordered()).isEqualTo(ordered);
    }

    @Test
    void aNumberAloneIsTheFieldValue() {
        Decoding decoding = Decoding.json(Decoding.mapping("", null, "value"));

        Observation observation = decoding.observation("12.5");

        assertThat(observation.features().names()).containsExactly("value");
        assertThat(observation.values().at(0)).isEqualTo(12.5);
    }

    @Test
    @FaultCase(
            kind = "Record silently lost",
            input = "Debezium deletes and tombstones",
            outcome = "skipped and counted, no dead letters")
    void deletesOfAChangeStreamAreSkipped() {
        Mapping envelope = Decoding.mapping("after.s", "after.t", "after.v");
        Decoding decoding = Decoding.json(envelope);
        Decoding told = Decoding.json(envelope.withDeletes(false));
        String delete = "{\"before\": {\"s\": \"a\"}, \"after\": null, \"op\": \"d\"}";

        assertThat(decoding.rejection(delete).reason()).isEqualTo(Reason.DELETED);
        assertThat(decoding.rejection((byte[]) null).reason()).isEqualTo(Reason.DELETED);
        assertThat(decoding.rejection("{\"after\": null, \"op\": \"c\"}").reason())
                .isEqualTo(Reason.UNUSABLE);
        assertThat(told.rejection(delete).reason()).isEqualTo(Reason.UNUSABLE);
        assertThat(told.rejection((byte[]) null).message()).isEqualTo("The record has no value (a tombstone)");
    }

    @Test
    void aDecimalOfDebeziumNamesTheModeThatMakesItANumber() {
        Decoding decoding = Decoding.json(Decoding.mapping("after.s", null, "after.price"));

        Rejection rejection = decoding.rejection("{\"after\": {\"s\": \"a\", \"price\": \"E4w=\"}}");

        assertThat(rejection.message())
                .isEqualTo("Field 'after.price' carries the text 'E4w=', not a number; if it is a decimal of Debezium,"
                        + " set decimal.handling.mode of its connector to double or string");
    }

    @Test
    void refusesAMissingOrUnreadableKafkaKey() {
        Decoding decoding = Decoding.json(Decoding.mapping("", null, "v"));
        byte[] value = Decoding.utf8("{\"v\": 1}");

        assertThat(decoding.decode(null, value).left().message()).contains("no Kafka key");
        assertThat(decoding.decode(new byte[] {(byte) 0xff}, value).left().message())
                .isEqualTo("The record's Kafka key (1 bytes) is not UTF-8 text");
    }

    @ParameterizedTest
    @CsvSource({
        "auto,               1700000000123,             2023-11-14T22:13:20.123Z",
        "auto,               '\"1700000000123\"',       2023-11-14T22:13:20.123Z",
        "auto,               '\"2023-11-14T22:13:20Z\"',2023-11-14T22:13:20Z",
        "auto,               1700000000,                2023-11-14T22:13:20Z",
        "auto,               1700000000.123,            2023-11-14T22:13:20.123Z",
        "auto,               1700000000123456,          2023-11-14T22:13:20.123Z",
        "auto,               1700000000123456789,       2023-11-14T22:13:20.123Z",
        "auto,               '\"1700000000\"',          2023-11-14T22:13:20Z",
        "auto,               '\"2023-11-15T00:13:20+0200\"', 2023-11-14T22:13:20Z",
        "auto,               '\"2023-11-14 22:13:20\"', 2023-11-14T22:13:20Z",
        "auto,               '\"2023-11-14\"',          2023-11-14T00:00:00Z",
        "epoch-s,            1700000000,                2023-11-14T22:13:20Z",
        "epoch-s,            1700000000.123,            2023-11-14T22:13:20.123Z",
        "epoch-s,            1.7e9,                     2023-11-14T22:13:20Z",
        "epoch-ms,           1700000000123,             2023-11-14T22:13:20.123Z",
        "epoch-us,           1700000000123456,          2023-11-14T22:13:20.123Z",
        "epoch-ns,           1700000000123456789,       2023-11-14T22:13:20.123Z",
        "epoch-ms,           -1,                        1969-12-31T23:59:59.999Z",
        "iso,                '\"2023-11-14T23:13:20+01:00\"', 2023-11-14T22:13:20Z",
        "iso,                '\"2023-11-14T22:13:20\"', 2023-11-14T22:13:20Z",
        "yyyy-MM-dd HH:mm,   '\"2023-11-14 22:13\"',    2023-11-14T22:13:00Z",
        "yyyy-MM-dd,         '\"2023-11-14\"',          2023-11-14T00:00:00Z",
    })
    void readsTimes(String format, String time, Instant expected) {
        Decoding decoding = Decoding.json(Decoding.format(Decoding.mapping("s", "t", "v"), format));

        Observation observation = decoding.observation("{\"s\": \"a\", \"v\": 1, \"t\": %s}".formatted(time));

        assertThat(Instant.ofEpochMilli(observation.time())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-ms, '\"soon\"',          is not a number",
        "epoch-ms, true,                is not a number",
        "epoch-ms, {},                  'carries {}, not a time'",
        "epoch-ms, '\"1e999999999\"', outside the years 1 to 9999",
        "epoch-s,  1700000000123,       outside the years 1 to 9999",
        "epoch-ms, 99999999999999999999,outside the years 1 to 9999",
        "epoch-ms, NaN,                 is not a number",
        "iso,      5,                   is not a text",
        "iso,      '\"yesterday\"',     is not in the format ISO-8601",
        "auto,     '\"yesterday\"',     is not in the format ISO-8601",
        "auto,     5,                   'none of the units s, ms, us and ns; name its unit as the time format: epoch-s'",
        "auto,     -1700000000,         none of the units",
        "auto,     '\"11/12/2023 10:00\"', 'for another one give its pattern, such as dd.MM.uuuu HH:mm'",
        "auto,     null,                carries nothing",
    })
    void refusesOtherTimes(String format, String time, String message) {
        Decoding decoding = Decoding.json(Decoding.format(Decoding.mapping("s", "t", "v"), format));

        Rejection rejection = decoding.rejection("{\"s\": \"a\", \"v\": 1, \"t\": %s}".formatted(time));

        assertThat(rejection.reason()).isEqualTo(Reason.UNUSABLE);
        assertThat(rejection.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"series": "a", "time": 1700000000001, "values": {"x": 1e400}}     | carries Infinity, which is infinite as a double
                    {"series": "a", "time": 1700000000001, "values": {"x": -Infinity}} | carries -Infinity, which is infinite
                    {"series": "a", "time": 1700000000001, "values": {"x": "inf"}}     | carries inf, which is infinite
                    {"series": "a", "time": 1700000000001, "values": {"x": "hot"}}     | Field 'x' carries the text 'hot', not a number
                    {"series": "a", "time": 1700000000001, "values": {"x": true}}      | Field 'x' carries true (true or false), not a number
                    {"series": "a", "time": 1700000000001, "values": {"x": {"y": 1}}}  | Field 'x' carries {y=1}
                    {"series": "a", "time": 1700000000001, "values": {}}               | The record carries 0 values
                    {"series": "a", "time": 1700000000001, "values": "12"}             | ok
                    {"series": "a", "time": 1700000000001, "other": 3}                 | has a value in none of the fields [values]; it has the fields [series, time, other]
                    {"series": "", "time": 1700000000001, "values": [1]}               | Field 'series' of the series carries an empty text
                    {"series": {}, "time": 1700000000001, "values": [1]}               | Field 'series' of the series carries '{}'
                    {"series": "a\\ud800", "time": 1700000000001, "values": [1]}       | The series' name 'a?' has half of a surrogate pair
                    {"time": 1700000000001, "values": [1]}                             | Field 'series' of the series carries nothing
                    """)
    void saysWhyARecordIsUnusable(String json, String message) {
        if (message.equals("ok")) {
            assertThat(Decoding.json(Decoding.usual())
                            .observation(json)
                            .values()
                            .at(0))
                    .isEqualTo(12);
            return;
        }
        Rejection rejection = Decoding.json(Decoding.usual()).rejection(json);

        assertThat(rejection.reason()).isEqualTo(Reason.UNUSABLE);
        assertThat(rejection.message()).contains(message);
    }

    @Test
    void notANumberIsAMissingValue() {
        Observation observation = Decoding.json(Decoding.usual())
                .observation(
                        "{\"series\": \"a\", \"time\": 1700000000001, \"values\": {\"x\": NaN, \"y\": \"nan\", \"z\": \"\"}}");

        assertThat(observation.values().toArray()).containsOnly(Double.NaN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"series": "a", "time"         | The value is not JSON
                    {"a": 1} {"b": 2}              | The value is not JSON
                    {"a": 1, "a": 2}               | Duplicate
                    [1, 2]                         | The value is JSON, but not an object: [1, 2]
                    null                           | The value is JSON, but not an object: null
                    "text"                         | not an object
                    nonsense                       | The value is not JSON
                    """)
    void saysWhyBytesAreNotARecord(String json, String message) {
        Rejection rejection = Decoding.json(Decoding.usual()).rejection(json);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.message()).containsIgnoringCase(message);
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "tombstones and empty values outside of change streams",
            outcome = "dead letters")
    void refusesTombstonesAndEmptyValues() {
        Decoding decoding = Decoding.json(Decoding.usual());

        assertThat(decoding.rejection((byte[]) null).message()).isEqualTo("The record has no value (a tombstone)");
        assertThat(decoding.rejection((byte[]) null).reason()).isEqualTo(Reason.UNUSABLE);
        assertThat(decoding.rejection("").reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void boundsDepthAndLengthOfNumbers() {
        Decoding decoding = Decoding.json(Decoding.usual());

        Rejection deep = decoding.rejection("{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        Rejection longNumber = decoding.rejection("{\"a\": " + "9".repeat(100_000) + "}");

        assertThat(deep.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(deep.message()).contains("nesting depth");
        assertThat(longNumber.reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void refusesInvalidUtf8() {
        byte[] value = Decoding.utf8("{\"series\": \"?\", \"time\": 1700000000001, \"values\": [1]}");
        value[12] = (byte) 0xff;

        assertThat(Decoding.json(Decoding.usual()).rejection(value).reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void refusesTooManyValues() {
        String values = "1,".repeat(2000) + "1";

        Rejection rejection = Decoding.json(Decoding.usual())
                .rejection("{\"series\": \"a\", \"time\": 1700000000001, \"values\": [" + values + "]}");

        assertThat(rejection.message()).contains("more than 1024 values");
    }

    @Test
    void messagesStayShortWhateverTheRecordHolds() {
        String huge = "x".repeat(1_000_000);

        Rejection rejection = Decoding.json(Decoding.usual())
                .rejection("{\"series\": \"a\", \"time\": 1700000000001, \"values\": [\"" + huge + "\"]}");

        assertThat(rejection.message()).hasSizeLessThan(300);
    }
}
