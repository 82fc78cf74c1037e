package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfluxDecodingTest {

    @Test
    void readsMeasurementTagsFieldsAndTime() throws DecodingException {
        Map<?, ?> line =
                line("cpu,host=web\\ a,zone=eu\\,1 idle=7.5,n=3i,up=t,text=\"a, \\\"b\\\" c\" 1764300000000000000");

        assertThat(line.get("measurement")).isEqualTo("cpu");
        assertThat(line.get("tags")).isEqualTo(Map.of("host", "web a", "zone", "eu,1"));
        assertThat(line.get("fields")).isEqualTo(Map.of("idle", 7.5, "n", 3.0, "up", 1));
        assertThat(line.get("time")).isEqualTo(1764300000000000000L);
    }

    @Test
    void findsTagsFieldsAndTextsByTheirNamesAlone() throws DecodingException {
        Map<?, ?> line = line("cpu,host=a idle=7.5,os=\"linux\"");

        assertThat(List.of(line.get("host"), line.get("idle"), line.get("os"))).isEqualTo(List.of("a", 7.5, "linux"));
        assertThat(line.get("time")).isNull();
        assertThat(line.keySet()).hasToString("[measurement, tags, fields]");
    }

    @Test
    void readsManyLinesAndPassesOverCommentsAndBlankLines() throws DecodingException {
        assertThat((List<?>) read("# a comment\ncpu v=1 1\r\n\n  mem v=2 2\n")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cpu              | ends before its fields
                    cpu,host v=1     | lacks '=' in a tag
                    cpu v            | lacks '=' in field 'v'
                    cpu v=hot        | has in field 'v' hot, not a number
                    cpu v=0x1        | has in field 'v' 0x1, not a number
                    cpu v="x         | opens a quote and does not close it
                    cpu v=1 soon     | has the time 'soon', which is not a whole number
                    cpu v=1 1 2      | has more behind its time
                    ,host=a v=1      | lacks a measurement
                    """)
    void saysWhatIsWrongWithALine(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "cpu,host=b v=NaN", "cpu,host=b os=\"linux"})
    void aLineThatCannotBeReadLeavesTheOthersToBeScored(String unreadable) throws IOException {
        String value = "cpu,host=a v=1 1700000000001\n%s\ncpu,host=c v=3 1700000000003\n".formatted(unreadable);

        List<Either<Rejection, Observation>> points = decode(Decoding.mapping("host", "time", "v"), value);

        assertThat(points).hasSize(3);
        assertThat(points.subList(0, 2))
                .extracting(point -> point.right().series())
                .containsExactly("a", "c");
        assertThat(points.get(2).left().message())
                .startsWith("1 of the record's 3 points cannot be used; the first is number 1: The influx line '");
    }

    @Test
    void aLineThatCannotBeReadIsCountedWhereTheFieldsAreThePoints() throws IOException {
        Mapping fields = Decoding.mapping("host,$key", "time", "$value")
                .exploded(new Mapping.Points(List.of(Field.parse("[].fields[]")), 10));

        assertThat(decode(fields, "cpu,host=a v=1,w=2 1700000000001\ngarbage"))
                .extracting(Either::isRight)
                .containsExactly(true, true, false);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheMeasurement() throws DecodingException {
        assertThat(line("\uFEFFcpu v=1").get("measurement")).isEqualTo("cpu");
    }

    @Test
    void manyLinesThatCannotBeReadTakeLittleMemory() throws IOException {
        String value = "a b=1 1\n" + "x\n".repeat(100_000);
        long before = Allocation.soFar();

        List<Either<Rejection, Observation>> points = decode(Decoding.mapping("host", "time", "v"), value);

        assertThat(Allocation.soFar() - before).isLessThan(5_000L * 100_000);
        assertThat(points).hasSize(1);
    }

    private static List<Either<Rejection, Observation>> decode(Mapping mapping, String value) throws IOException {
        List<Either<Rejection, Observation>> decoded = new ArrayList<>();
        Payload payload = new Payload(null, Bytes.wrap(Decoding.utf8(value)), List.of(), Decoding.KAFKA_TIME);
        new DecoderSpec(new InputFormat.Influx(), mapping)
                .open(() -> Decoding.KAFKA_TIME)
                .decode(Decoding.ORIGIN, payload, decoded::add);
        return decoded;
    }

    private static Map<?, ?> line(String text) throws DecodingException {
        return (Map<?, ?>) ((List<?>) read(text)).get(0);
    }

    private static Object read(String text) throws DecodingException {
        return new InfluxReader().read(Decoding.utf8(text));
    }
}
