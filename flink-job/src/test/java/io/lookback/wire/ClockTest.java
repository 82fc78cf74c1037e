package io.lookback.wire;

import static io.lookback.wire.Decoding.KAFKA_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import io.lookback.testkit.FaultCase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records from clocks that are wrong. At most an hour ahead is allowed here; the decoder's clock stands still. */
class ClockTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long YEAR = Duration.ofDays(365).toMillis();
    private static final long NO_TIMESTAMP = -1;

    @Test
    void anHourAheadPasses() {
        assertThat(decode("t", KAFKA_TIME + HOUR, KAFKA_TIME).isRight()).isTrue();
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "event time further ahead than input.time.max-ahead",
            outcome = "dead letter AHEAD with both times")
    void aTimeFurtherAheadOfKafkasIsRejected() {
        Either<Rejection, Observation> decoded = decode("t", KAFKA_TIME + HOUR + 1, KAFKA_TIME);

        assertThat(decoded.left().reason()).isEqualTo(Reason.AHEAD);
        assertThat(decoded.left().message())
                .isEqualTo("Time 2023-11-14T23:13:20.001Z lies 3600001 ms ahead of this machine's clock,"
                        + " at most 3600000 ms are allowed (input.time.max-ahead)");
    }

    @Test
    void anOldRecordIsHeldAgainstKafkasTimestamp() {
        Either<Rejection, Observation> decoded = decode("t", KAFKA_TIME, KAFKA_TIME - 2 * HOUR);

        assertThat(decoded.left().reason()).isEqualTo(Reason.AHEAD);
        assertThat(decoded.left().message()).contains("lies 7200000 ms ahead of Kafka's own timestamp of the record");
    }

    /** Such a producer stamps both: the field and Kafka's timestamp. */
    @Test
    void aProducerWhoseClockIsAYearAheadIsRejected() {
        Either<Rejection, Observation> decoded = decode("t", KAFKA_TIME + YEAR, KAFKA_TIME + YEAR);

        assertThat(decoded.left().reason()).isEqualTo(Reason.AHEAD);
        assertThat(decoded.left().message()).contains("ahead of this machine's clock");
    }

    @Test
    void soIsOneWhoseTimeIsKafkasTimestampOrHasNone() {
        assertThat(decode(null, 0, KAFKA_TIME + YEAR).left().reason()).isEqualTo(Reason.AHEAD);
        assertThat(decode("t", KAFKA_TIME + YEAR, NO_TIMESTAMP).left().reason()).isEqualTo(Reason.AHEAD);
    }

    @Test
    void timesLongPastAreForTheOrderToJudge() {
        assertThat(decode("t", KAFKA_TIME - YEAR, KAFKA_TIME).isRight()).isTrue();
    }

    private static Either<Rejection, Observation> decode(@Nullable String field, long time, long kafkaTime) {
        Mapping mapping = new Mapping(
                List.of(Field.parse("s")),
                field == null ? null : Field.parse(field),
                new TimeFormat(TimeFormat.AUTO, ZoneOffset.UTC),
                Duration.ofMillis(HOUR),
                List.of(Field.parse("v")),
                true);
        String record = "{\"s\": \"a\", \"v\": 1, \"t\": %d}".formatted(time);
        return Decoding.json(mapping).decode(null, Decoding.utf8(record), kafkaTime);
    }
}
