package io.lookback.event;

import java.io.IOException;
import java.util.Locale;

/** The check at the head of every piece of state that lands in a checkpoint. */
public final class Versions {

    private Versions() {}

    /** Fails unless the part was written in the format that this release writes, the only one that it reads. */
    public static void require(String part, int found, int expected) throws IOException {
        if (found != expected) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "State of the %s has version %d, this release reads %d. Restore with the release that wrote it, or start without it.",
                    part,
                    found,
                    expected));
        }
    }
}
