package io.lookback.event;

import java.io.IOException;

/** The check at the head of every piece of state that lands in a checkpoint. */
public final class Versions {

    private Versions() {}

    /** Fails unless {@code 1 <= found <= newest}: state of a later release cannot be read by this one. */
    public static int require(String part, int found, int newest) throws IOException {
        if (found < 1 || found > newest) {
            throw new IOException("State of the %s has version %d, this release reads 1 to %d. Start from a savepoint"
                            .formatted(part, found, newest)
                    + " that this release or an older one wrote.");
        }
        return found;
    }
}
