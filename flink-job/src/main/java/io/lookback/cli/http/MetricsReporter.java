package io.lookback.cli.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's metrics for Prometheus, at one address. The same names and labels as Flink's own reporter, which shares the
 * base class but listens on every interface and cannot be told otherwise.
 */
public final class MetricsReporter extends AbstractPrometheusReporter {

    public static final String ADDRESS = "address";
    public static final String PORT = "port";

    /** Scrapes at the same time; each holds a thread until its reader has taken the text. */
    private static final int THREADS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpServer server;
    private final ExecutorService threads;
    private final WriteDeadline deadline = new WriteDeadline(PATIENCE);
    private final RequestRules rules;
    private final CollectorRegistry registry;

    private MetricsReporter(InetSocketAddress address) throws IOException {
        HttpLimits.apply();
        this.registry = registry(this);
        this.rules = new RequestRules(address.getAddress(), "--bind");
        this.server = HttpServer.create(address, 0);
        this.threads = Executors.newFixedThreadPool(THREADS, MetricsReporter::daemon);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Made by Flink from {@link #ADDRESS} and {@link #PORT}. */
    public static final class Factory implements MetricReporterFactory {

        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            MetricConfig config = (MetricConfig) properties;
            try {
                InetAddress address = InetAddress.getByName(config.getString(ADDRESS, "127.0.0.1"));
                return new MetricsReporter(new InetSocketAddress(address, config.getInteger(PORT, 0)));
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        deadline.close();
        super.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            Optional<RequestRules.Refusal> refusal = rules.refusal(
                    exchange.getRequestMethod(), headers.getOrDefault("Host", List.of()), headers.getFirst("Origin"));
            if (refusal.isPresent()) {
                send(
                        exchange,
                        refusal.get().status(),
                        "text/plain; charset=utf-8",
                        refusal.get().reason() + "\n");
            } else {
                StringWriter text = new StringWriter();
                TextFormat.write004(text, registry.metricFamilySamples());
                send(exchange, 200, TextFormat.CONTENT_TYPE_004, text.toString());
            }
        }
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            deadline.hold(() -> exchange.getResponseBody().write(bytes));
        }
    }

    /** The base class shows what it collects to its own package alone. */
    private static CollectorRegistry registry(AbstractPrometheusReporter reporter) {
        try {
            Field field = AbstractPrometheusReporter.class.getDeclaredField("registry");
            field.setAccessible(true);
            return (CollectorRegistry) field.get(reporter);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException(
                    "This version of Flink's Prometheus reporter has no field 'registry' to serve", other);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "lookback-metrics");
        thread.setDaemon(true);
        return thread;
    }
}
