package io.lookback.cli.watch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request has to pass and every answer carries. Behind a loopback address only requests to this machine's
 * own names are answered: a foreign page that points its name here (DNS rebinding) is refused.
 */
final class Guard {

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private final boolean loopback;
    private final String own;

    Guard(InetAddress bound) {
        this.loopback = bound.isLoopbackAddress();
        this.own = bound.getHostAddress();
    }

    /** A refused request. */
    record Refusal(int status, String reason) {}

    /** Empty for a request that may be answered. */
    Optional<Refusal> refusal(String method, @Nullable String host) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.of(new Refusal(405, "Only GET is answered here."));
        }
        if (loopback && !ownName(host)) {
            return Optional.of(new Refusal(
                    403,
                    String.format(
                            Locale.ROOT,
                            "This page answers to localhost alone, not to '%s'. Bind it to an address of the network with --host.",
                            host)));
        }
        return Optional.empty();
    }

    static void protect(HttpExchange exchange) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private boolean ownName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return OWN_NAMES.contains(name) || name.equals(own);
    }
}
