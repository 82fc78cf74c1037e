package io.lookback.cli.notify;

import io.lookback.wire.Printable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Sends a request once and says what came of it. Redirects are not followed: where alerts go is for the configuration to
 * say. An answer is read no further than is shown.
 */
final class Delivery {

    /** Statuses that blame this one message; others may pass, or are for the user to mend, so the message is kept. */
    private static final Set<Integer> MESSAGE_IS_WRONG = Set.of(400, 413, 422);

    private static final int SHOWN = 300;

    private final HttpClient client;
    private final Duration timeout;

    Delivery(Duration timeout) {
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** What came of it. */
    enum Outcome {
        DELIVERED,
        /** To be tried again. */
        FAILED,
        /** The receiver will never take this message. */
        REFUSED
    }

    /**
     * @param reason why it was not delivered, for people
     * @param pause that the receiver asks for, ms
     */
    record Answer(Outcome outcome, String reason, OptionalLong pause) {

        static Answer failed(String reason) {
            return new Answer(Outcome.FAILED, reason, OptionalLong.empty());
        }
    }

    Answer send(Message message) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(message.address())
                .timeout(timeout)
                .header("Content-Type", message.contentType())
                .POST(HttpRequest.BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8));
        message.headers().forEach(request::header);
        try {
            return answer(client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            return Answer.failed(Printable.line(String.valueOf(e.getMessage() == null ? e : e.getMessage())));
        }
    }

    private static Answer answer(HttpResponse<java.io.InputStream> response) throws IOException {
        try (java.io.InputStream body = response.body()) {
            int status = response.statusCode();
            if (status / 100 == 2) {
                return new Answer(Outcome.DELIVERED, "", OptionalLong.empty());
            }
            String shown = new String(body.readNBytes(SHOWN), StandardCharsets.UTF_8);
            String reason = String.format(Locale.ROOT, "status %d: %s", status, Printable.line(shown));
            return MESSAGE_IS_WRONG.contains(status)
                    ? new Answer(Outcome.REFUSED, reason, OptionalLong.empty())
                    : new Answer(Outcome.FAILED, reason, pause(response));
        }
    }

    private static OptionalLong pause(HttpResponse<?> response) {
        String after = response.headers().firstValue("Retry-After").orElse("");
        return after.matches("\\d{1,6}") ? OptionalLong.of(1_000 * Long.parseLong(after)) : OptionalLong.empty();
    }
}
