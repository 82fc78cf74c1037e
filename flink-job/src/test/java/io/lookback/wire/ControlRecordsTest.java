package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlChange;
import io.lookback.event.Bytes;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.testkit.FaultCase;
import java.util.List;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ControlRecordsTest {

    private static final String RULE = "{\"type\":\"rule\",\"series\":\"%s\"}";

    private final ControlDecoder decoder = new ControlDecoder();
    private final ControlRecords records = new ControlRecords();
    private long offset;

    @Test
    void keepsTheLastChangeOfEachIdInTheOrderOfWriting() {
        add("a", RULE.formatted("1"));
        add("b", RULE.formatted("2"));
        add("a", RULE.formatted("3"));
        add("b", null);

        assertThat(records.changes()).extracting(ControlChange::id).containsExactly("a", "b");
        assertThat(records.changes())
                .extracting(change -> change.entry() == null)
                .containsExactly(false, true);
        assertThat(records.changes().get(0).origin().offset()).isEqualTo(2);
    }

    @Test
    void remembersWhatCannotBeFollowedUntilItsIdIsWrittenAgain() {
        add("a", RULE.formatted("1"));
        add("a", "nonsense");
        add("b", "nonsense");
        add("b", RULE.formatted("2"));

        assertThat(records.unfit())
                .extracting(record -> record.origin().offset())
                .containsExactly(1L);
        assertThat(records.changes()).extracting(ControlChange::id).containsExactly("a", "b");
    }

    @Test
    void aLaterPartitionCountsAsReadLater() {
        add("a", RULE.formatted("1"));
        add("c", "nonsense");
        ControlRecords later = new ControlRecords();
        later.add(decode("a", RULE.formatted("2")));
        later.add(decode("b", "nonsense"));

        records.addAll(later);

        assertThat(records.changes())
                .extracting(change -> change.origin().offset())
                .containsExactly(2L);
        assertThat(records.unfit())
                .extracting(record -> record.origin().offset())
                .containsExactly(1L, 3L);
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "a control topic with gigabytes of nonsense, or of entries that are mostly blanks",
            outcome = "dead letters; memory use bounded by the number of entries")
    void keepsLittleOfEachRecord() {
        add("a", RULE.formatted("1") + " ".repeat(50_000));
        add("b", " ".repeat(500_000));
        add("c".repeat(500_000), "nonsense");
        for (int i = 0; i < 20_000; i++) {
            add("n" + i, "nonsense");
        }

        assertThat(records.changes())
                .extracting(change -> change.payload().value())
                .containsOnlyNulls();
        assertThat(records.unfit()).hasSize(10_000).allSatisfy(record -> {
            assertThat(record.payload().value()).isNull();
            assertThat(record.payload().key()).isNotNull();
        });
    }

    private void add(String id, @Nullable String value) {
        records.add(decode(id, value));
    }

    private Either<Rejection, ControlChange> decode(String id, @Nullable String value) {
        Payload payload = new Payload(
                Bytes.wrap(Decoding.utf8(id)),
                value == null ? null : Bytes.wrap(Decoding.utf8(value)),
                List.of(),
                Decoding.KAFKA_TIME);
        return decoder.decode(new Origin("control", 0, offset++), payload);
    }
}
