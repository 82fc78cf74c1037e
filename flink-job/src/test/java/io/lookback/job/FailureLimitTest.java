package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

    private static final Rejection REJECTION =
            new Rejection(new Origin("in", 1, 42), Payload.NONE, Rejection.Reason.UNDECODABLE, "no JSON");

    @Test
    void endsAJobWhoseRecordsNearlyAllFail() {
        FailureLimit limit = new FailureLimit(0.99);
        feed(limit, 5, 795);

        assertThatThrownBy(() -> limit.failed(REJECTION))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessage(
                        "796 of 801 records in a row could not be decoded; the last one, in-1-42: no JSON. Correct the"
                                + " settings under input., or raise input.failure-limit, which is 0.99.");
    }

    @Test
    void endsAJobOfWhoseFirstRecordsAllFail() {
        FailureLimit standard = new FailureLimit(0.99);
        FailureLimit strict = new FailureLimit(0.5);
        feed(standard, 0, 300);
        feed(strict, 0, 99);

        assertThatThrownBy(() -> standard.failed(REJECTION)).isInstanceOf(SuppressRestartsException.class);
        assertThatThrownBy(() -> strict.failed(REJECTION)).isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void letsAJobGoOnAtTheLimit() {
        FailureLimit limit = new FailureLimit(0.99);

        assertThatCode(() -> {
                    for (int window = 0; window < 3; window++) {
                        feed(limit, 10, FailureLimit.WINDOW - 10);
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aLimitOfOneNeverEndsAJob() {
        FailureLimit limit = new FailureLimit(1);

        assertThatCode(() -> feed(limit, 0, 3 * FailureLimit.WINDOW)).doesNotThrowAnyException();
    }

    private static void feed(FailureLimit limit, int passed, int failed) {
        for (int i = 0; i < passed; i++) {
            limit.passed();
        }
        for (int i = 0; i < failed; i++) {
            limit.failed(REJECTION);
        }
    }
}
