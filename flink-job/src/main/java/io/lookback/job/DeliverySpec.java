package io.lookback.job;

import java.time.Duration;
import java.util.Locale;

/**
 * How often a record may reach a reader of the topics written.
 *
 * @param transactionTimeout longest time that a transaction stays open
 * @param prefix of the transactional ids, shared with no other job
 */
public record DeliverySpec(Guarantee guarantee, Duration transactionTimeout, String prefix) {

    public DeliverySpec {
        if (transactionTimeout.toMillis() < 1 || transactionTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "delivery.transaction-timeout is %s: give 1 ms to 24 d",
                    EnumNames.show(transactionTimeout)));
        }
    }

    public boolean exactlyOnce() {
        return guarantee == Guarantee.EXACTLY_ONCE;
    }

    /** A transaction that times out before its checkpoint is complete loses the scores in it. */
    void requireLongerThan(Duration interval) {
        if (exactlyOnce() && transactionTimeout.compareTo(interval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "delivery.transaction-timeout is %s and state.interval %s: a transaction stays open from one"
                            + " checkpoint to the next and across a restart, so give at least %s",
                    EnumNames.show(transactionTimeout),
                    EnumNames.show(interval),
                    EnumNames.show(interval.multipliedBy(2))));
        }
    }

    /** What holds after a failure. */
    public enum Guarantee {
        AT_LEAST_ONCE,
        EXACTLY_ONCE
    }
}
