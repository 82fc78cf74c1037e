package io.lookback.cli.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lookback.cli.http.HttpLimits;
import io.lookback.cli.http.RequestRules;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What became of the deliveries, for Prometheus: one value per receiver, none per alert. */
final class NotifyMetrics implements AutoCloseable {

    private final CollectorRegistry registry = new CollectorRegistry();
    final Counter records = counter("records", "Changes read from the topic.");
    final Counter unreadable = counter("unreadable", "Records that are not changes of an alert.");
    final Counter suppressed = counter("suppressed", "Changes skipped because a rule suppresses the alert.");
    final Counter repeated = counter("repeated", "Changes skipped because they were delivered before.");
    final Counter delivered = counter("delivered", "Requests that the receiver accepted.");
    final Counter refused = counter("refused", "Messages that the receiver refused for good; they are lost.");
    final Counter failed = counter("failed_attempts", "Requests that failed and were tried again.");
    final Counter lost = counter(
            "lost", "Offsets that Kafka removed before they were delivered: the most records that may be lost.");
    final Gauge open = gauge("open", "Alerts delivered to the receiver that have not ended.");
    final Gauge lag = gauge("lag", "Records of the topic that are not delivered yet.");
    final Gauge lastDelivery = gauge("last_delivery_timestamp_seconds", "When the receiver last accepted a request.");

    private final HttpServer server;
    private final ExecutorService threads;
    private final RequestRules rules;

    private NotifyMetrics(InetSocketAddress address) throws IOException {
        HttpLimits.apply();
        rules = new RequestRules(address.getAddress(), "metrics.address");
        server = HttpServer.create(address, 0);
        threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "lookback-notify-metrics");
            thread.setDaemon(true);
            return thread;
        });
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static NotifyMetrics serve(InetSocketAddress address) throws IOException {
        return new NotifyMetrics(address);
    }

    /** Shows the target's counters from the start: a rule sees no increase in the first value of a series. */
    void begin(String target) {
        for (Counter counter : List.of(records, unreadable, suppressed, repeated, delivered, refused, failed, lost)) {
            counter.labels(target);
        }
        open.labels(target);
        lag.labels(target);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Counter counter(String name, String help) {
        return Counter.build("lookback_notify_" + name + "_total", help)
                .labelNames("target")
                .register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.build("lookback_notify_" + name, help).labelNames("target").register(registry);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            Optional<RequestRules.Refusal> refusal = rules.refusal(
                    exchange.getRequestMethod(), headers.getOrDefault("Host", List.of()), headers.getFirst("Origin"));
            StringWriter text = new StringWriter();
            if (refusal.isPresent()) {
                text.write(refusal.get().reason());
            } else {
                TextFormat.write004(text, registry.metricFamilySamples());
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TextFormat.CONTENT_TYPE_004);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(
                    refusal.map(RequestRules.Refusal::status).orElse(200), head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
