package io.lookback.cli.watch;

import java.util.Optional;

/** How the reading of the topics goes. Any thread. */
public interface Health {

    /** Records that are not what their topic is for. */
    long unreadable();

    /** Why the topics are not followed any more; empty while they are. */
    Optional<String> failure();
}
