package io.lookback.cli.http;

/**
 * Limits of the JDK's HTTP server, which are off unless system properties set them before its first use: how long a
 * client may take to send a request, and how many connections are held open. Without them half-open connections stay
 * forever.
 */
public final class HttpLimits {

    /** A request is a line and a few headers. */
    private static final int REQUEST_SECONDS = 10;

    /** Windows, scrapes and what a browser opens in advance. */
    private static final int CONNECTIONS = 256;

    private HttpLimits() {}

    /** Sets the limits unless the user did. */
    public static void apply() {
        set("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        set("jdk.httpserver.maxConnections", CONNECTIONS);
    }

    private static void set(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }
}
