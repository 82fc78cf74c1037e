package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Rejection.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RejectionLogTest {

    private final List<String> lines = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;
    private final RejectionLog log = new RejectionLog(() -> now, lines::add);

    @Test
    void showsWhichRecordAndWhy() {
        log.add(rejection(Reason.LATE, 17, "Time 3 is before 4"));

        assertThat(lines).containsExactly("Rejected metrics-2-17 (LATE): Time 3 is before 4");
    }

    @Test
    void showsSoManyOfAReasonInAMinuteAndCountsTheRest() {
        add(1_000_000, Reason.UNDECODABLE);
        assertThat(lines).hasSize(RejectionLog.LINES);

        lines.clear();
        now += TimeUnit.SECONDS.toNanos(60);
        add(1, Reason.UNDECODABLE);

        assertThat(lines)
                .containsExactly(
                        "Rejected 999990 more (UNDECODABLE), not shown: only 10 a minute of a reason are",
                        "Rejected metrics-2-0 (UNDECODABLE): wrong");
    }

    @Test
    void oneReasonDoesNotHideAnother() {
        add(1_000, Reason.UNDECODABLE);
        lines.clear();

        add(1, Reason.SERIES_LIMIT);

        assertThat(lines).containsExactly("Rejected metrics-2-0 (SERIES_LIMIT): wrong");
    }

    @Test
    void tellsAtTheEndWhatWasLeftOut() {
        add(12, Reason.MISMATCH);
        add(10, Reason.LATE);
        lines.clear();

        log.close();
        log.close();

        assertThat(lines).containsExactly("Rejected 2 more (MISMATCH), not shown: only 10 a minute of a reason are");
    }

    @Test
    void keepsForeignTextOnOneLine() {
        log.add(rejection(Reason.UNUSABLE, 1, "a\r\nb\u001b[31m" + "x".repeat(10_000)));

        assertThat(lines.get(0)).contains("a??b?[31m").hasSizeLessThan(600);
    }

    private void add(int count, Reason reason) {
        for (int i = 0; i < count; i++) {
            log.add(rejection(reason, i, "wrong"));
        }
    }

    private static Rejection rejection(Reason reason, long offset, String message) {
        return new Rejection(new Origin("metrics", 2, offset), Payload.NONE, reason, message);
    }
}
