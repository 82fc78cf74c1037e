package io.lookback.cli.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests are answered.
 *
 * <ul>
 *   <li>Only GET and HEAD: a request changes nothing.
 *   <li>Behind a loopback address, only requests to this machine's own names: a foreign page that points its name here
 *       (DNS rebinding) is refused.
 *   <li>No request that a page of another origin sends.
 * </ul>
 */
public final class RequestRules {

    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d+$");

    private final boolean loopback;
    private final String own;
    private final String option;

    /** @param option with which the user binds the server to another address */
    public RequestRules(InetAddress bound, String option) {
        this.loopback = bound.isLoopbackAddress();
        this.own = bound.getHostAddress();
        this.option = option;
    }

    /** A refused request. */
    public record Refusal(int status, String reason) {}

    /**
     * Empty for a request that may be answered.
     *
     * @param hosts values of the {@code Host} header
     * @param origin value of the {@code Origin} header
     */
    public Optional<Refusal> refusal(String method, List<String> hosts, @Nullable String origin) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.of(new Refusal(405, "Only GET requests are answered."));
        }
        if (hosts.size() > 1 || (loopback && (hosts.isEmpty() || !ownName(hosts.get(0))))) {
            return Optional.of(new Refusal(
                    403,
                    String.format(
                            Locale.ROOT,
                            "This page answers requests for localhost only, not for '%s'. Bind it to an address of the network with %s.",
                            String.join(", ", hosts),
                            option)));
        }
        if (origin != null && !sameOrigin(hosts, origin)) {
            return Optional.of(new Refusal(
                    403, String.format(Locale.ROOT, "Requests from pages of '%s' are not answered.", origin)));
        }
        return Optional.empty();
    }

    private boolean ownName(String host) {
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        return OWN_NAMES.contains(name) || name.equals(own);
    }

    private static boolean sameOrigin(List<String> hosts, String origin) {
        return hosts.stream().anyMatch(host -> origin.equalsIgnoreCase("http://" + host));
    }
}
