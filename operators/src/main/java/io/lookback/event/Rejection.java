package io.lookback.event;

/**
 * A record that cannot be scored, and why. Bad data is a value: it travels on a side output to the dead letters and the
 * stream goes on.
 *
 * @param message what is wrong, with the values concerned, for a person to read
 */
public record Rejection(Origin origin, Payload payload, Reason reason, String message) {

    /** Names of the counters and of the cause header. */
    public enum Reason {
        /** The bytes are not a record of the configured format. */
        UNDECODABLE,
        /** Decoded, but without a usable series, time or value. */
        UNUSABLE,
        /** Decoded, but with a time further ahead of the clocks than is allowed. */
        AHEAD,
        /** Says that a row of a database was deleted: no data and no error, counted and let go. */
        DELETED,
        /** Older than a record of its series that was already scored. */
        LATE,
        /** Same series and event time as a record that was already scored. */
        DUPLICATE,
        /** Its features differ from those that its series carried before. */
        MISMATCH,
        /** It would begin a series beyond the number that is kept. */
        SERIES_LIMIT,
        /** An entry of the control topic that says nothing that can be followed, or one too many. */
        CONTROL,
        /** Its score is larger than the topic takes, or the alert is that it is about. */
        TOO_LARGE,
        /** An announced model that failed, predicted no numbers or took too long while it scored, and is retired. */
        MODEL
    }
}
