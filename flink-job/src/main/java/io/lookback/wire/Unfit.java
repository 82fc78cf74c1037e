package io.lookback.wire;

import io.lookback.event.Rejection.Reason;
import java.util.Locale;

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
        return new Unfit(Reason.UNDECODABLE, String.format(Locale.ROOT, message, arguments));
    }

    static Unfit unusable(String message, Object... arguments) {
        return new Unfit(Reason.UNUSABLE, String.format(Locale.ROOT, message, arguments));
    }

    static Unfit ahead(String message, Object... arguments) {
        return new Unfit(Reason.AHEAD, String.format(Locale.ROOT, message, arguments));
    }

    static Unfit control(String message, Object... arguments) {
        return new Unfit(Reason.CONTROL, String.format(Locale.ROOT, message, arguments));
    }

    static Unfit deleted(String message) {
        return new Unfit(Reason.DELETED, message);
    }

    /** The same, with more said before it. */
    Unfit within(String where) {
        return new Unfit(reason, where + text());
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
