package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.Test;

class ExplodingTest {

    private static final String THREE =
            "{'name':'outer','points':[{'name':'a','t':3000,'v':1},{'name':'b','t':1000,'v':2},{'name':'a','t':2000,'v':3}]}";

    @Test
    void givesEachPointAnIdOfItsOwnAndTheOrderOfTheTimes() throws IOException {
        List<Either<Rejection, Observation>> points = decode(mapping("points", 10, "name"), THREE);

        assertThat(points)
                .extracting(point -> point.right().origin().id())
                .containsExactly("metrics-3-42-1", "metrics-3-42-2", "metrics-3-42-0");
        assertThat(points).extracting(point -> point.right().series()).containsExactly("b", "a", "a");
    }

    @Test
    void looksOutsideOfThePointForASeriesAndNeverForAValue() throws IOException {
        String record = "{'name':'outer','v':9,'points':[{'t':1000,'v':1},{'t':1000}]}";

        List<Either<Rejection, Observation>> points = decode(mapping("points", 10, "name"), record);

        assertThat(points.get(0).right().series()).isEqualTo("outer");
        assertThat(points.get(1).left().message())
                .startsWith("1 of the record's 2 points cannot be used; the first is number 1: "
                        + "The record has a value in none of the fields [v]");
    }

    @Test
    void rejectsUnfitPointsOnceWithTheWholeRecordAndKeepsTheOthers() throws IOException {
        String record =
                "{'points':[{'name':'a','t':1000,'v':1},{'name':'b','t':1000,'v':'hot'},{'name':'c','t':1,'v':'x'}]}";

        List<Either<Rejection, Observation>> points = decode(mapping("points", 10, "name"), record);

        assertThat(points).hasSize(2);
        assertThat(points.get(0).right().payload().value()).isNull();
        assertThat(points.get(1).left().message()).startsWith("2 of the record's 3 points");
        assertThat(points.get(1).left().origin().id()).isEqualTo("metrics-3-42");
        assertThat(points.get(1).left().payload().value()).isNotNull();
    }

    @Test
    void takesARecordWithOnePointForAWholeRecord() throws IOException {
        List<Either<Rejection, Observation>> points =
                decode(mapping("points", 10, "name"), "{'points':[{'name':'a','t':1000,'v':1}]}");

        assertThat(points.get(0).right().origin().id()).isEqualTo("metrics-3-42");
        assertThat(points.get(0).right().payload().value()).isNotNull();
    }

    @Test
    void rejectsARecordWithMorePointsThanAllowed() throws IOException {
        List<Either<Rejection, Observation>> points = decode(mapping("points", 2, "name"), THREE);

        assertThat(points).hasSize(1);
        assertThat(points.get(0).left().message()).contains("more than 2 points (input.max-points)");
    }

    @Test
    void rejectsARecordWithoutTheArrayAndTakesAnEmptyOneForNothing() throws IOException {
        assertThat(decode(mapping("points", 2, "name"), "{'points':[]}")).isEmpty();
        assertThat(decode(mapping("points", 2, "name"), "{'other':[1]}")
                        .get(0)
                        .left()
                        .message())
                .isEqualTo("The record has nothing at [points[]] (input.explode); it has the fields [other]");
    }

    @Test
    void namesTheLevelOfAFieldByItsPathFromTheRecord() throws IOException {
        String record = "{'rows':[{'name':'r','cols':[{'name':'c','t':1000,'v':1}]}]}";

        assertThat(decode(mapping("rows[].cols", 9, "name"), record)
                        .get(0)
                        .right()
                        .series())
                .isEqualTo("c");
        assertThat(decode(mapping("rows.*.cols.*", 9, "rows[].name"), record)
                        .get(0)
                        .right()
                        .series())
                .isEqualTo("r");
    }

    @Test
    void refusesAPathThroughAnArrayThatIsNotExploded() {
        assertThatThrownBy(() -> mapping("points", 9, "rows[].name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Path 'rows[].name' names each element of an array, and input.explode is [points[]]");
    }

    @Test
    void refusesAnArrayThatNobodySaidIsExploded() {
        assertThat(Decoding.json(Decoding.usual()).rejection("[{}]").message())
                .isEqualTo(
                        "The value is JSON, but not an object: [{}]; an array of records needs input.explode: \"[]\"");
    }

    private static Mapping mapping(String explode, int most, String series) {
        return new Mapping(
                List.of(Field.parse(series)),
                Field.parse("t"),
                new TimeFormat("epoch-ms", ZoneOffset.UTC),
                Duration.ofDays(36_500),
                List.of(Field.parse("v")),
                true,
                new Mapping.Points(List.of(Field.parse(explode)), most));
    }

    private static List<Either<Rejection, Observation>> decode(Mapping mapping, String record) throws IOException {
        List<Either<Rejection, Observation>> decoded = new ArrayList<>();
        Payload payload =
                new Payload(null, Bytes.wrap(Decoding.utf8(record.replace('\'', '"'))), List.of(), Decoding.KAFKA_TIME);
        new DecoderSpec(new InputFormat.Json(), mapping)
                .open(() -> Decoding.KAFKA_TIME)
                .decode(Decoding.ORIGIN, payload, decoded::add);
        return decoded;
    }
}
