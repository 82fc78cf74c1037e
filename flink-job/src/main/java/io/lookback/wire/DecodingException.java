package io.lookback.wire;

import io.lookback.event.Rejection.Reason;
import java.util.Locale;

/**
 * Ends the decoding of a record that cannot be used; becomes a Rejection within this package. Without a stack trace,
 * because a topic may consist of such records.
 */
final class DecodingException extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    private DecodingException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static DecodingException undecodable(String message, Object... arguments) {
        return new DecodingException(Reason.UNDECODABLE, String.format(Locale.ROOT, message, arguments));
    }

    static DecodingException unusable(String message, Object... arguments) {
        return new DecodingException(Reason.UNUSABLE, String.format(Locale.ROOT, message, arguments));
    }

    static DecodingException ahead(String message, Object... arguments) {
        return new DecodingException(Reason.AHEAD, String.format(Locale.ROOT, message, arguments));
    }

    static DecodingException control(String message, Object... arguments) {
        return new DecodingException(Reason.CONTROL, String.format(Locale.ROOT, message, arguments));
    }

    static DecodingException deleted(String message) {
        return new DecodingException(Reason.DELETED, message);
    }

    /** The same, with more said before it. */
    DecodingException within(String where) {
        return new DecodingException(reason, where + text());
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
