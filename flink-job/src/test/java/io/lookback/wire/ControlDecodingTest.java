package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.Announcement;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Bytes;
import io.lookback.event.Direction;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.testkit.FaultCase;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDecodingTest {

    private static final Rule FULL = new Rule(
            "r",
            new Scope(new SeriesPattern("host-*"), "cpu", Direction.ABOVE),
            new Tolerance(5, 0.1),
            new Times(
                    Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                    Instant.parse("2026-02-01T00:00:00Z").toEpochMilli(),
                    List.of(WeeklyWindow.of(
                            EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY),
                            LocalTime.of(22, 0),
                            LocalTime.of(6, 30),
                            ZoneId.of("Europe/Berlin")))),
            "backup");

    static Stream<ControlEntry> entries() {
        return Stream.of(
                FULL,
                new Rule("least", new Scope(new SeriesPattern("*"), null, null), Tolerance.ANY, Times.ALWAYS, ""),
                new Label("l", "host-7", Label.Verdict.FALSE_ALARM, 1_700_000_000_000L, 1_700_000_060_000L, "a test"),
                new Label("m", "host-7", Label.Verdict.REAL, 0, 0, ""),
                new Announcement(
                        "n",
                        new SeriesPattern("db-*"),
                        "lstm",
                        "lstm-2",
                        new Announcement.ModelFile("s3://models/lstm-2.onnx", "0123456789abcdef".repeat(4)),
                        false,
                        "retrained"),
                new Announcement(
                        "o",
                        new SeriesPattern("*"),
                        "lstm",
                        "lstm-3",
                        new Announcement.ModelFile("file:///lstm-3.onnx", "0".repeat(64)),
                        true,
                        ""),
                new Reset("reset@db-*", new SeriesPattern("db-*"), 1_700_000_000_123L, "other sensors"),
                new ForecastRequest("forecast@db-1", "db-1", 1_700_000_000_123L, ""));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsWhatItWrites(ControlEntry entry) {
        Either<Rejection, ControlChange> read =
                decode(entry.id(), new String(ControlWriter.write(entry), StandardCharsets.UTF_8));

        assertThat(read.right().entry()).isEqualTo(entry);
    }

    @Test
    void readsWhatPeopleWrite() {
        String text = """
                {"type": "rule", "series": "host-*", "feature": "cpu", "direction": "ABOVE", "min_absolute": 5,
                 "min_relative": 0.1, "from": "2026-01-01T01:00:00+01:00", "until": "2026-02-01T00:00:00Z",
                 "weekly": [{"days": ["Saturday", "sun"], "from": "22:00", "to": "06:30", "zone": "Europe/Berlin"}],
                 "reason": "backup"}""";

        assertThat(decode("r", text).right().entry()).isEqualTo(FULL);
    }

    @Test
    void anEntryHasABound() {
        String rule = "{\"type\":\"rule\",\"series\":\"*\"}";

        assertThat(decode("r", rule + " ".repeat((1 << 16) - rule.length())).isRight())
                .isTrue();
        assertThat(decode("r", rule + " ".repeat((1 << 16) - rule.length() + 1))
                        .left()
                        .message())
                .isEqualTo("The entry has 65537 bytes; at most 65536 are allowed");
    }

    @Test
    void aRecordWithoutAValueRemoves() {
        ControlChange change = decode("r", null).right();

        assertThat(change.id()).isEqualTo("r");
        assertThat(change.entry()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{                                                    | The value is not JSON",
                "[]                                                   | The value is JSON, but not an object",
                "{}                                                   | type is missing",
                "{\"type\":\"mute\"}                                  | type is 'mute': give rule, label, model, reset or forecast",
                "{\"type\":\"rule\"}                                  | series is missing",
                "{\"type\":\"rule\",\"series\":7}                     | series is 7: give a text",
                "{\"type\":\"rule\",\"series\":\"*\",\"serie\":\"a\"} | 'serie' is not a field here: there are [direction,",
                "{\"type\":\"rule\",\"series\":\"*\",\"direction\":\"up\"} | direction is 'up': give one of [above, below]",
                "{\"type\":\"rule\",\"series\":\"*\",\"min_absolute\":-1} | min_absolute is -1.0: give 0 (any) or more",
                "{\"type\":\"rule\",\"series\":\"*\",\"min_absolute\":\"1\"} | min_absolute is 1: give a number",
                "{\"type\":\"rule\",\"series\":\"*\",\"from\":\"monday\"} | Text 'monday' could not be parsed",
                "{\"type\":\"rule\",\"series\":\"*\",\"weekly\":[1]}  | weekly holds 1: give objects",
                "{\"type\":\"rule\",\"series\":\"*\",\"weekly\":[{\"days\":[\"x\"],\"from\":\"01:00\",\"to\":\"02:00\",\"zone\":\"UTC\"}]} | 'x' is not a day of the week: give one of [mon,",
                "{\"type\":\"label\",\"series\":\"s\",\"verdict\":\"real\",\"from\":\"2026-01-01T00:00:00Z\"} | until is missing",
                "{\"type\":\"label\",\"series\":\"s\",\"verdict\":\"no\",\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"} | verdict is 'no': give one of [false-alarm, real]",
                "{\"type\":\"model\",\"series\":\"*\",\"cell\":\"lstm\",\"model\":\"lstm-2\",\"file\":\"a\"} | sha256 is missing",
                "{\"type\":\"model\",\"series\":\"*\",\"cell\":\"lstm\",\"model\":\"lstm-2\",\"file\":\"a\",\"sha256\":\"AB\"} | sha256 is 'AB': give 64 hexadecimal digits"
            })
    void saysWhyAnEntryCannotBeFollowed(String text, String why) {
        Rejection rejection = decode("r", text).left();

        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.CONTROL);
        assertThat(rejection.message()).startsWith(why);
        assertThat(rejection.origin()).isEqualTo(new Origin("control", 0, 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+292278995-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z"
            })
    void anInstantBeyondTheYearsThatRecordsHaveIsNoEntry(String instant) {
        for (String entry : List.of(
                "{'type': 'rule', 'series': '*', 'from': '%s'}",
                "{'type': 'rule', 'series': '*', 'until': '%s'}",
                "{'type': 'label', 'series': 's', 'verdict': 'real', 'from': '%s', 'until': '2026-01-01T00:00:00Z'}")) {
            Either<Rejection, ControlChange> decoded =
                    decode("evil", entry.formatted(instant).replace('\'', '"'));

            assertThat(decoded.left().reason()).isEqualTo(Rejection.Reason.CONTROL);
            assertThat(decoded.left().message()).contains("give an instant of the years 1 to 9999");
        }
    }

    @Test
    @FaultCase(
            kind = "Control topic",
            input = "a reset from a clock that is an hour ahead",
            outcome = "dead letter CONTROL; later resets count")
    void aResetOfTheFutureIsNoEntry() {
        String text = "{\"type\":\"reset\",\"series\":\"*\",\"at\":\"2026-01-01T01:00:00Z\"}";
        long written = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

        assertThat(decode("r", text, written).left().message())
                .isEqualTo("at is 2026-01-01T01:00:00Z, 3600000 ms ahead of the time at which the record was written;"
                        + " at most 300000 ms are allowed");
        assertThat(decode("r", text, written + 3_400_000).isRight()).isTrue();
        assertThat(decode("r", text, -1).isRight()).isTrue();
    }

    @FaultCase(
            kind = "Control topic",
            input = "20,000 randomly mutated entries",
            outcome = "each is an entry or a dead letter")
    @Test
    void whateverTheBytesAreTheAnswerIsAValue() {
        byte[] good = ControlWriter.write(FULL);
        Mutations mutations = new Mutations(good, 20_260_103);

        for (int i = 0; i < 20_000; i++) {
            byte[] payload = mutations.next();

            Either<Rejection, ControlChange> decoded = new ControlDecoder()
                    .decode(
                            new Origin("control", 0, i),
                            new Payload(Bytes.wrap(Decoding.utf8("r")), Bytes.wrap(payload), List.of(), 1));

            assertThat(decoded.isRight() || decoded.left().reason() == Rejection.Reason.CONTROL)
                    .isTrue();
        }
    }

    @Test
    void anEntryNeedsAnId() {
        assertThat(decode(" ", "{}").left().message()).startsWith("The record's key is not an id");
        assertThat(decode("x".repeat(201), "{}").left().message()).startsWith("The record's key is not an id");
        assertThat(new ControlDecoder()
                        .decode(new Origin("control", 0, 7), Payload.NONE)
                        .left()
                        .message())
                .startsWith("The record's key is not an id");
    }

    private static Either<Rejection, ControlChange> decode(String id, @Nullable String text) {
        return decode(id, text, 0);
    }

    private static Either<Rejection, ControlChange> decode(String id, @Nullable String text, long written) {
        Payload payload = new Payload(
                Bytes.wrap(Decoding.utf8(id)),
                text == null ? null : Bytes.wrap(Decoding.utf8(text)),
                List.of(),
                written);
        return new ControlDecoder().decode(new Origin("control", 0, 7), payload);
    }
}
