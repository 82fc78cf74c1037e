package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lookback.cli.LocalFlink;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.job.JobConfig;
import io.lookback.job.LookbackJob;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.otel.OpenTelemetryMetricReporterFactory;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flink's OpenTelemetry reporter with the settings that the chart makes, and a collector that keeps the names it is sent. */
@Timeout(600)
class OpenTelemetryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String REPORTER = "metrics.reporter.otel.";

    /** A name in a message of protocol buffers stands there as it is. */
    private static final Pattern NAME = Pattern.compile("flink\\.[\\w.]+");

    @TempDir
    private Path checkpoints;

    @Test
    void metricsOfTheJobReachACollector() throws Exception {
        Set<String> names = new ConcurrentSkipListSet<>();
        Set<String> texts = new ConcurrentSkipListSet<>();
        HttpServer collector = collector(names, texts);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            JobTopics topics = JobTopics.create(broker.bootstrap(), "observed");
            TestRecords.of(600).sendTo(topics);
            List<String> settings = new ArrayList<>(topics.settings("at-least-once", "hashmap"));
            settings.addAll(List.of("cells=none", "state.checkpoints=" + checkpoints.toUri()));
            StreamExecutionEnvironment environment = LocalFlink.hidden(
                    2,
                    reporter("http://localhost:%d/v1/metrics"
                            .formatted(collector.getAddress().getPort())));
            LookbackJob.define(environment, JobConfig.load(Optional.empty(), settings));
            JobClient job = environment.executeAsync("observed");
            try {
                Standstill standstill = Standstill.of(PATIENCE, names::size);
                while (!arrived(names) && !standstill.reached()) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
            } finally {
                job.cancel().get(1, TimeUnit.MINUTES);
            }

            assertThat(names)
                    .anyMatch(name -> name.endsWith(".lookback.numAnomalies"))
                    .anyMatch(name -> name.endsWith(".lookback.seriesActive"));
            assertThat(texts).anyMatch(text -> text.contains("service.name") && text.contains("shop"));
        } finally {
            collector.stop(0);
        }
    }

    private static boolean arrived(Set<String> names) {
        return names.stream().anyMatch(name -> name.endsWith(".numAnomalies"))
                && names.stream().anyMatch(name -> name.endsWith(".seriesActive"));
    }

    /** As a values file with {@code metrics.openTelemetry.enabled} makes them, but for where the collector is. */
    private static Map<String, String> reporter(String endpoint) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        HelmChartTest.flinkSettings().forEach((key, value) -> {
            if (key.startsWith(REPORTER)) {
                settings.put(key, value);
            }
        });
        assertThat(settings)
                .containsEntry(REPORTER + "factory.class", OpenTelemetryMetricReporterFactory.class.getName())
                .containsKeys(REPORTER + "exporter.endpoint", REPORTER + "interval");
        settings.put(REPORTER + "exporter.endpoint", endpoint);
        settings.put(REPORTER + "interval", "1 s");
        settings.put("metrics.reporters", "otel");
        return settings;
    }

    private static HttpServer collector(Set<String> names, Set<String> texts) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/metrics", exchange -> {
            try (exchange;
                    InputStream body = exchange.getRequestBody()) {
                String text = new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
                NAME.matcher(text).results().forEach(name -> names.add(name.group()));
                texts.add(text.substring(0, Math.min(400, text.length())));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }
}
