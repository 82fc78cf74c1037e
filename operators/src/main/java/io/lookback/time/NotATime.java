package io.lookback.time;

/** A text or number that is not an instant; the message says why. Without a stack trace: a topic may consist of them. */
public final class NotATime extends Exception {

    private static final long serialVersionUID = 1;

    private static final int SHOWN = 80;

    NotATime(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, for a person to read. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** What of a foreign text stands in a message: its beginning, without what a terminal would obey. */
    public static String shown(Object raw) {
        String text = String.valueOf(raw);
        String line = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return line.replaceAll("\\p{Cc}", "?");
    }
}
