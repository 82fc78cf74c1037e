package io.lookback.cli.watch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lookback.cli.CliException;
import io.lookback.cli.http.HttpLimits;
import io.lookback.cli.http.RequestRules;
import io.lookback.cli.http.WriteDeadline;
import io.lookback.cli.page.Asset;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Serves the live page of a watchState. Reads nothing from a request but its path, a series' name and an event's id. */
public final class WatchServer implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(500);
    private static final int TICKS_PER_LIST = 2;

    /** Browser windows that are told of changes at the same time. */
    private static final int MAX_STREAMS = 64;

    private static final int BACKLOG = 32;

    /** For a reader to take what is written to it, before its connection is closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(WatchServer::daemon);
    private final Streams streams = new Streams(MAX_STREAMS);
    private final WriteDeadline deadline = new WriteDeadline(PATIENCE);
    private final WatchState watchState;
    private final Health health;
    private final RequestRules rules;
    private final Map<String, Asset> assets = Arrays.stream(Asset.values())
            .filter(asset -> asset != Asset.REPORT)
            .collect(Collectors.toMap(asset -> asset == Asset.INDEX ? "/" : "/" + asset.file(), Function.identity()));
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private WatchServer(HttpServer server, WatchState watchState, Health health) {
        this.server = server;
        this.watchState = watchState;
        this.health = health;
        this.rules = new RequestRules(server.getAddress().getAddress(), "--host");
        server.createContext("/", this::answer);
        server.setExecutor(threads);
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any
     * @throws CliException if the address cannot be bound
     */
    public static WatchServer start(String host, int port, WatchState watchState, Health health) {
        HttpLimits.apply();
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            WatchServer page = new WatchServer(HttpServer.create(address, BACKLOG), watchState, health);
            page.server.start();
            return page;
        } catch (UnknownHostException unknown) {
            throw new CliException(
                    String.format(Locale.ROOT, "--host %s is not an address of this machine.", host), unknown);
        } catch (IOException taken) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "The page cannot be served at %s:%d (%s). Give another port or address.",
                            host,
                            port,
                            taken.getMessage()),
                    taken);
        }
    }

    /** For a browser on this machine. */
    public String address() {
        InetSocketAddress bound = server.getAddress();
        boolean everywhere = bound.getAddress().isAnyLocalAddress();
        boolean here = everywhere || bound.getAddress().isLoopbackAddress();
        return String.format(Locale.ROOT, "http://%s:%d", here ? "localhost" : bound.getHostString(), bound.getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        deadline.close();
    }

    /**
     * An exchange that fails is left to the server: to close one whose connection an interrupt has closed would keep its
     * place among the connections forever.
     */
    private void answer(HttpExchange exchange) throws IOException {
        Guard.protect(exchange);
        Headers headers = exchange.getRequestHeaders();
        Optional<RequestRules.Refusal> refusal = rules.refusal(
                exchange.getRequestMethod(), headers.getOrDefault("Host", List.of()), headers.getFirst("Origin"));
        String path = exchange.getRequestURI().getPath();
        if (refusal.isPresent()) {
            text(exchange, refusal.get().status(), refusal.get().reason());
        } else if ("/events".equals(path)) {
            stream(exchange);
        } else if (assets.containsKey(path)) {
            Asset asset = assets.get(path);
            send(exchange, 200, asset.contentType(), asset.text());
        } else {
            text(exchange, 404, "There is nothing here.");
        }
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (Streams.Slot ignored = streams.open()) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            feed(new EventStream(
                    watchState,
                    health,
                    run,
                    exchange.getResponseBody(),
                    query.get("series"),
                    last == null ? query.get("since") : last));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("The stream makes room for another, or the server closes", ended);
        }
    }

    /** Goes on until the browser leaves or the server closes. */
    private void feed(EventStream events) throws IOException, InterruptedException {
        for (long tick = 0; ; tick++) {
            if (tick % TICKS_PER_LIST == 0) {
                deadline.hold(events::list);
            }
            deadline.hold(events::points);
            Thread.sleep(TICK.toMillis());
        }
    }

    private void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text + "\n");
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            try (OutputStream body = exchange.getResponseBody()) {
                deadline.hold(() -> body.write(bytes));
            }
        }
    }

    private static Map<String, String> query(String raw) {
        return Stream.of(raw == null ? new String[0] : raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (first, second) -> second));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "lookback-watch-server");
        thread.setDaemon(true);
        return thread;
    }
}
