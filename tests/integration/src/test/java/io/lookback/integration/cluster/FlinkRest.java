package io.lookback.integration.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Flink's REST API. */
final class FlinkRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String address;
    private final Supplier<?> logged;

    /** @param logged how much the processes have logged; as long as it grows, there is hope */
    FlinkRest(int port, Supplier<?> logged) {
        this.logged = logged;
        this.address = "http://localhost:" + port;
    }

    JsonNode get(String path) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    JsonNode post(String path, String json) throws Exception {
        return send(
                HttpRequest.newBuilder().POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json"),
                path);
    }

    void patch(String path) throws Exception {
        send(HttpRequest.newBuilder().method("PATCH", BodyPublishers.noBody()), path);
    }

    /** Asks until the answer is there; what fails meanwhile is asked again. */
    <T> T await(String what, Duration patience, Callable<@Nullable T> question) throws Exception {
        Standstill standstill = Standstill.of(patience, logged);
        Exception last = new IOException("no answer yet");
        while (!standstill.reached()) {
            try {
                T answer = question.call();
                if (answer != null) {
                    return answer;
                }
            } catch (IOException failed) {
                last = failed;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        throw new AssertionError("Nothing moved for %s, and not yet: %s".formatted(patience, what), last);
    }

    private JsonNode send(HttpRequest.Builder request, String path) throws Exception {
        var response = client.send(
                request.uri(URI.create(address + path)).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("%s: %d %s".formatted(path, response.statusCode(), response.body()));
        }
        return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    }
}
