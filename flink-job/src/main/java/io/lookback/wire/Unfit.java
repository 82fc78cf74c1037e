package io.lookback.wire;

import io.lookback.event.Rejection.Reason;

/**
 * Ends the decoding of a record that cannot be used; becomes a Rejection within this package. Without a stack trace,
 * because a topic may consist of such records.
 */
final class Unfit extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    private Unfit(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static Unfit undecodable(String message, Object... arguments) {
        return new Unfit(Reason.UNDECODABLE, message.formatted(arguments));
    }

    static Unfit unusable(String message, Object... arguments) {
        return new Unfit(Reason.UNUSABLE, message.formatted(arguments));
    }

    static Unfit ahead(String message, Object... arguments) {
        return new Unfit(Reason.AHEAD, message.formatted(arguments));
    }

    static Unfit control(String message, Object... arguments) {
        return new Unfit(Reason.CONTROL, message.formatted(arguments));
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
