package io.lookback.wire;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One question to an HTTP server and its whole answer. The JDK's own timeout ends with the answer's headers, so a body
 * that drips would be read for ever, and one without end would fill the memory: here one deadline holds from the
 * connection to the last byte, and a body has a largest size.
 */
final class BoundedExchange {

    /** The largest body that is read; the largest schemas that people write have some hundred kilobytes. */
    static final int MAX_BYTES = 8 << 20;

    private BoundedExchange() {}

    /**
     * @throws Unusable if an answer begins that is too large, breaks off, or is not complete in time
     * @throws IOException if there is no answer
     */
    static HttpResponse<String> send(HttpClient client, HttpRequest request, Duration deadline)
            throws IOException, InterruptedException {
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, head -> {
            begun.set(true);
            return new BoundedBody();
        });
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw begun.get()
                    ? new Unusable(
                            String.format(Locale.ROOT, "its answer did not end within %d ms", deadline.toMillis()))
                    : new HttpTimeoutException(
                            String.format(Locale.ROOT, "no answer within %d ms", deadline.toMillis()));
        } catch (ExecutionException e) {
            IOException cause = e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
            throw begun.get() && !(cause instanceof Unusable)
                    ? new Unusable(String.format(Locale.ROOT, "its answer broke off: %s", cause.getMessage()))
                    : cause;
        } finally {
            answer.cancel(true);
        }
    }

    /** An answer began and is not one that can be used. */
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /** Collects a body as long as it is no larger than {@link #MAX_BYTES}. */
    private static final class BoundedBody implements BodySubscriber<String> {

        private final BodySubscriber<String> whole = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        private final CompletableFuture<String> body = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
        private long bytes;

        BoundedBody() {
            whole.getBody().whenComplete((text, failed) -> {
                if (failed == null) {
                    body.complete(text);
                } else {
                    body.completeExceptionally(failed);
                }
            });
        }

        @Override
        public CompletionStage<String> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source.complete(subscription);
            whole.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            bytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (bytes > MAX_BYTES) {
                source.thenAccept(Flow.Subscription::cancel);
                body.completeExceptionally(
                        new Unusable(String.format(Locale.ROOT, "its answer has more than %d bytes", MAX_BYTES)));
            } else {
                whole.onNext(buffers);
            }
        }

        @Override
        public void onError(Throwable failed) {
            whole.onError(failed);
        }

        @Override
        public void onComplete() {
            whole.onComplete();
        }
    }
}
