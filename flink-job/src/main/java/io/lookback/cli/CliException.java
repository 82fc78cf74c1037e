package io.lookback.cli;

/** Ends a command with a message for its user; the message says what is wrong and the way out. */
public class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CliException(String message) {
        super(message);
    }

    public CliException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Ends the command, as a consumer of faults that were found. */
    public static void raise(String message) {
        throw new CliException(message);
    }
}
