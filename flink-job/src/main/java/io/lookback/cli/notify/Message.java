package io.lookback.cli.notify;

import java.net.URI;
import java.util.Map;

/**
 * A request that delivers something.
 *
 * @param headers beside {@code Content-Type}
 */
record Message(URI address, String contentType, Map<String, String> headers, String body) {

    Message {
        headers = Map.copyOf(headers);
    }
}
