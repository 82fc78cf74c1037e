package io.lookback.job;

import io.lookback.event.Rejection;
import java.util.Locale;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Ends a job of whose records nearly all fail: it would otherwise turn a whole topic into dead letters. One bad record,
 * or a bad hour of one producer among many, stays below. It is judged from the first record on, once there are some to judge by, and then among each thousand. One
 * thread.
 */
final class FailureLimit {

    /** Records that are judged together. */
    static final int WINDOW = 1_000;

    /** Fewer do not tell anything of a topic. */
    private static final int LEAST = 100;

    /** So many more failures than the share allows decide nothing while the window fills. */
    private static final int MARGIN = 3;

    private final double share;

    private int records;
    private int failures;

    /** @param share of failures in a window above which the job ends, 0 to 1 */
    FailureLimit(double share) {
        this.share = share;
    }

    void passed() {
        next();
    }

    /** @throws SuppressRestartsException if too many failed: to start over would not help */
    void failed(Rejection rejection) {
        failures++;
        if (tooMany(records + 1)) {
            throw new SuppressRestartsException(new FlinkRuntimeException(String.format(
                    Locale.ROOT,
                    "%d of %d records in a row could not be decoded; the last one, %s: %s. Correct the settings under input., or raise input.failure-limit, which is %s.",
                    failures,
                    records + 1,
                    rejection.origin().id(),
                    rejection.message(),
                    share)));
        }
        next();
    }

    private boolean tooMany(int seen) {
        double allowed = share * seen;
        return seen == WINDOW ? failures > allowed : share < 1 && seen >= LEAST && failures > allowed + MARGIN;
    }

    private void next() {
        if (++records == WINDOW) {
            records = 0;
            failures = 0;
        }
    }
}
