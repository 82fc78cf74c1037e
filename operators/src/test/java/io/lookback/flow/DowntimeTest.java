package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.control.ControlLimits;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import java.time.Duration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A series has one record, in hour 0, and a time to live of ten hours. */
class DowntimeTest {

    private static final long HOUR = 3_600_000;
    private static final FlowSpec SPEC = Scripts.spec(OrderSpec.DEFAULT, 1).toBuilder()
            .retention(new RetentionSpec(Duration.ofHours(10), 100, RetentionSpec.OnLimit.REJECT))
            .build();

    private @Nullable OperatorSubtaskState state;

    @Test
    void timeInWhichTheJobWasDownDoesNotCountTowardTheTimeToLive() throws Exception {
        begin();

        try (ControlledHarness restored = restored(100)) {
            assertThat(series(restored, 100)).isEqualTo(1);
            assertThat(series(restored, 108)).isEqualTo(1);
            assertThat(series(restored, 109)).isZero();
        }
    }

    @Test
    void aCrashDuringTheCatchUpDoesNotForgetWhatWasNotReadYet() throws Exception {
        begin();
        run(100, 102);

        try (ControlledHarness restored = restored(103)) {
            assertThat(series(restored, 108)).isEqualTo(1);
            assertThat(series(restored, 109)).isZero();
        }
    }

    @Test
    void aJobThatIsOftenDownForgetsASeriesAfterItsTimeToLiveAndOneDowntime() throws Exception {
        begin();
        run(4, 5);
        run(8, 9);

        try (ControlledHarness restored = restored(12)) {
            assertThat(series(restored, 12)).isEqualTo(1);
            assertThat(series(restored, 13)).isZero();
        }
    }

    private void begin() throws Exception {
        try (ControlledHarness harness = ControlledHarness.start(SPEC)) {
            harness.record(Scripts.at("a", 0, 1, 0));
            assertThat(series(harness, 1)).isEqualTo(1);
            state = harness.snapshot();
        }
    }

    private void run(int from, int to) throws Exception {
        try (ControlledHarness harness = restored(from)) {
            assertThat(series(harness, to)).isEqualTo(1);
            state = harness.snapshot();
        }
    }

    private ControlledHarness restored(int hour) throws Exception {
        return new ControlledHarness(
                SPEC,
                ControlledHarness.content(),
                ControlLimits.DEFAULT,
                state,
                new ControlledHarness.Place(Backend.HEAP, 1, 0),
                hour * HOUR);
    }

    private static long series(ControlledHarness harness, int hour) throws Exception {
        harness.clock(hour * HOUR);
        return harness.operator().counts().series();
    }
}
