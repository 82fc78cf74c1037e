package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that keeps what it is sent, and answers what a test wants. */
final class Inbox implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Queue<Integer> answers = new ArrayDeque<>();
    private volatile boolean down;
    private volatile Duration delay = Duration.ZERO;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    Inbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    record Request(int answer, String path, String contentType, String authorization, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    /** Of the next requests; 200 after them. */
    synchronized void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** From now on with 503, until {@link #rise}. */
    void fall() {
        down = true;
    }

    void rise() {
        down = false;
    }

    /** How long each answer takes. */
    void slow(Duration delay) {
        this.delay = delay;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Request> taken() {
        return requests.stream().filter(request -> request.answer() == 200).toList();
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Integer wanted = answers.poll();
            int status = wanted == null ? down ? 503 : 200 : wanted;
            var headers = exchange.getRequestHeaders();
            requests.add(new Request(
                    status,
                    exchange.getRequestURI().toString(),
                    headers.getFirst("Content-Type"),
                    String.valueOf(headers.getFirst("Authorization")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Thread.sleep(delay.toMillis());
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
