package io.lookback.cli.notify;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Turns changes into requests for one kind of receiver, and takes the sting out of foreign text on the way. */
sealed interface Target permits Alertmanager, Slack, Webhook {

    /**
     * The request that tells of a change; empty for a change that this receiver is not told of.
     *
     * @param first whether it is told of this alert for the first time
     */
    Optional<Message> message(Notice notice, boolean first, Instant now);

    /** A request that repeats what is open; empty for receivers that remember. */
    default Optional<Message> reminder(Collection<Notice> open, Instant now) {
        return Optional.empty();
    }
}
