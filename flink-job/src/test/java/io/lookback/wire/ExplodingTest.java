package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplodingTest {

    private static final String THREE =
            "{'name':'outer','points':[{'name':'a','t':3000,'v':1},{'name':'b','t':1000,'v':2},{'name':'a','t':2000,'v':3}]}";

    @Test
    void givesEachPointAnIdOfItsOwnAndTheOrderOfTheTimes() throws IOException {
        List<Either<Rejection, Observation>> points = decode(mapping("points", 10, "name"), THREE);

        assertThat(points)
                .extracting(point -> point.right().origin().id())
                .containsExactly("metrics-3-42.1", "metrics-3-42.2", "metrics-3-42.0");
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
    @FaultCase(
            kind = "Record that could stop the job",
            input = "10,000 points under a Kafka key of 600 KB",
            outcome = "scored; the points do not carry the key")
    void pointsDoNotCarryALongKey() throws IOException {
        assertThat(keysOfPoints(1_000)).containsOnly(Bytes.wrap(new byte[1_000]));
        assertThat(keysOfPoints(1_001)).containsOnlyNulls();
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
    @FaultCase(
            kind = "Record that could stop the job",
            input = "5,000 points that share 1,000 labels, or a time that cannot be read",
            outcome = "dead letter; memory use bounded by the size of the record")
    void whatLiesAroundThePointsIsReadOnce() throws IOException {
        String entries =
                IntStream.range(0, 1_000).mapToObj("'%1$d':%1$d"::formatted).collect(Collectors.joining(","));
        String points = "{'t':1000,'v':1},".repeat(5_000) + "{'t':1000,'v':1}";
        for (String record : List.of(
                "{'name':{%s},'points':[%s]}".formatted(entries, points),
                "{'name':'a','t':{%s},'points':[%s]}".formatted(entries, points.replace("'t':1000,", "")))) {
            long before = Allocation.soFar();

            List<Either<Rejection, Observation>> decoded = decode(mapping("points", 10_000, "name"), record);

            assertThat(Allocation.soFar() - before).isLessThan(20_000L * 5_001);
            assertThat(decoded).hasSize(1);
            assertThat(decoded.get(0).left().message()).startsWith("5001 of the record's 5001 points cannot be used");
        }
    }

    @Test
    void refusesMoreLabelsThanANameCanSpell() throws IOException {
        String labels =
                IntStream.range(0, 1_001).mapToObj("'%d':null"::formatted).collect(Collectors.joining(","));

        assertThat(decode(mapping("points", 9, "name"), "{'points':[{'name':{%s},'t':1,'v':1}]}".formatted(labels))
                        .get(0)
                        .left()
                        .message())
                .isEqualTo("The series is named by 1001 labels, at most 1000 are allowed");
    }

    @Test
    void pointsWithLabelsOfTheirOwnAreSeriesOfTheirOwn() throws IOException {
        String record = "{'points':[{'name':{'h':'a'},'t':1,'v':1},{'name':{'h':'b'},'t':2,'v':1},"
                + "{'name':{'h':'a'},'t':3,'v':1}]}";

        assertThat(decode(mapping("points", 9, "name"), record))
                .extracting(point -> point.right().series())
                .containsExactly("h=a", "h=b", "h=a");
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

    @ParameterizedTest
    @ValueSource(
            strings = {"{'rows':[]}", "{'rows':{}}", "{'rows':[{'cols':[]}]}", "{'rows':[{'name':'r'},{'cols':[]}]}"})
    void takesAnEmptyArrayAnywhereOnTheWayForNothing(String record) throws IOException {
        assertThat(decode(mapping("rows[].cols", 9, "name"), record)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'rows':[{'name':'r'}]}", "{'rows':null}", "{'rows':[null]}"})
    void rejectsARecordWhoseElementsLackTheNextArray(String record) throws IOException {
        assertThat(decode(mapping("rows[].cols", 9, "name"), record)
                        .get(0)
                        .left()
                        .message())
                .startsWith("The record has nothing at [rows[].cols[]] (input.explode)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'points':[null]}", "{'points':{'a':null}}"})
    void rejectsAPointThatIsNull(String record) throws IOException {
        List<Either<Rejection, Observation>> points = decode(mapping("points", 9, "name"), record);

        assertThat(points).hasSize(1);
        assertThat(points.get(0).left().message()).isEqualTo("The point is null");
    }

    @Test
    void countsPointsThatAreNullAmongTheUnfitOnes() throws IOException {
        String record = "{'points':[null,{'name':'a','t':1000,'v':1},{'name':'b','t':1000,'v':'hot'}]}";

        List<Either<Rejection, Observation>> points = decode(mapping("points", 9, "name"), record);

        assertThat(points).hasSize(2);
        assertThat(points.get(0).right().origin().index()).isEqualTo(1);
        assertThat(points.get(1).left().message())
                .isEqualTo("2 of the record's 3 points cannot be used; the first is number 0: The point is null");
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

    private static List<Bytes> keysOfPoints(int keyBytes) throws IOException {
        return decode(mapping("points", 10, "name"), Bytes.wrap(new byte[keyBytes]), THREE).stream()
                .map(point -> point.right().payload().key())
                .collect(Collectors.toList());
    }

    private static List<Either<Rejection, Observation>> decode(Mapping mapping, String record) throws IOException {
        return decode(mapping, null, record);
    }

    private static List<Either<Rejection, Observation>> decode(Mapping mapping, @Nullable Bytes key, String record)
            throws IOException {
        List<Either<Rejection, Observation>> decoded = new ArrayList<>();
        Payload payload =
                new Payload(key, Bytes.wrap(Decoding.utf8(record.replace('\'', '"'))), List.of(), Decoding.KAFKA_TIME);
        new DecoderSpec(new InputFormat.Json(), mapping)
                .open(() -> Decoding.KAFKA_TIME)
                .decode(Decoding.ORIGIN, payload, decoded::add);
        return decoded;
    }
}
