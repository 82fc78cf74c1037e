package io.lookback.testkit;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A limit for waiting that begins anew whenever something moves, such as a count of records or the size of a log. On a
 * machine that is busy with other work everything takes longer and still goes on; only what stands still has failed.
 */
public final class Standstill {

    private final Duration patience;
    private final Supplier<?> moving;
    private @Nullable Object last;
    private long since = System.nanoTime();

    private Standstill(Duration patience, Supplier<?> moving) {
        this.patience = patience;
        this.moving = moving;
    }

    /** @param moving what is asked for each time; another answer than before is progress */
    public static Standstill of(Duration patience, Supplier<?> moving) {
        return new Standstill(patience, moving);
    }

    /** Whether nothing has moved for as long as there was patience. */
    public boolean reached() {
        Object now = moving.get();
        if (!Objects.equals(now, last)) {
            last = now;
            since = System.nanoTime();
            return false;
        }
        return System.nanoTime() - since > patience.toNanos();
    }
}
